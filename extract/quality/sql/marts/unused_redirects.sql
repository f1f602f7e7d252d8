-- table: id_redirects
-- says: an id that was given up names no row any more
-- severity: critical
-- only: build
-- remedy: A row kept the id that another now stands for. Build everything anew (daybook build --full); where it stays red, link again (daybook link) and look at raw.id_redirects.
with given_up as (
    select kind, old_id from $id_redirects as id_redirects
)
select event_id as id from $all_events as events where event_id in (select old_id from given_up where kind = 'event')
union all
select entity_id from $all_entities as entities where entity_id in (select old_id from given_up where kind = 'entity')
union all
select story_id from $all_stories as stories where story_id in (select old_id from given_up where kind = 'story')
