-- table: events
-- says: there are no more events than mentions of them
-- severity: critical
-- remedy: A join multiplies events, or mentions were taken away without their events. Build everything anew (daybook build --full); where it stays red, mend events.
select 'events' as id
from (select count(*) as event_count from $events as events) as checked
where
    (select count(*) from $all_events as all_events) > (select count(*) from $all_event_mentions as mentions)
    and event_count >= 0
