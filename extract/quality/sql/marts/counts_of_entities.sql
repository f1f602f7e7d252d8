-- table: entities
-- says: participant_count is the number of participants
-- severity: critical
-- only: build
-- remedy: An entity was not made anew when its participants changed. Build everything anew (daybook build --full); where it stays red, mend int_changed_entities.
select entity_id as id
from $entities as entities
left join (
    select entity_id, count(*) as row_count
    from $all_participants as participants
    where entity_id in (select entity_id from $entities as checked)
    group by entity_id
) as counted using (entity_id)
where participant_count <> coalesce(row_count, 0)
