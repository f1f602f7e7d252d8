-- table: id_redirects
-- says: an id that was given up names no row any more
-- severity: critical
-- only: build
-- remedy: A row kept the id that another now stands for. Build everything anew (daybook build --full); where it stays red, link again (daybook link) and look at raw.id_redirects.
select old_id as id
from $id_redirects as id_redirects
where
    (kind = 'event' and old_id in (select event_id from $all_events as events))
    or (kind = 'entity' and old_id in (select entity_id from $all_entities as entities))
    or (kind = 'story' and old_id in (select story_id from $all_stories as stories))
