-- table: events
-- says: mention_count is the number of mentions
-- severity: critical
-- only: build
-- remedy: An event was not made anew when its mentions changed. Build everything anew (daybook build --full); where it stays red, mend int_changed_events.
select event_id as id
from $events as events
left join (
    select event_id, count(*) as row_count
    from $all_event_mentions as mentions
    where event_id in (select event_id from $events as checked)
    group by event_id
) as counted using (event_id)
where mention_count <> coalesce(row_count, 0)
