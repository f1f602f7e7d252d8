-- table: event_mentions
-- says: types of events are mixed about as in the last batches
-- severity: warning
-- remedy: Count the batch's event_mentions by type beside older batches: news of another kind, a new source, or triggers that broke (extract/facts).
with now as (
    select batch_id, type as sort, count(*) / sum(count(*)) over (partition by batch_id) as share
    from $event_mentions as now
    group by batch_id, sort
),
enough as (select batch_id from $event_mentions as now group by batch_id having count(*) >= $min_events),
usual as (
    select type as sort, count(*) / sum(count(*)) over () as share
    from $before_event_mentions as before
    where (select count(*) from $before_event_mentions as before) >= $min_events
    group by sort
),
    -- Total variation distance: the share of the rows that would have to change.
distances as (
    select now.batch_id, sum(greatest(now.share - coalesce(usual.share, 0), 0)) as distance
    from now left join usual on usual.sort is not distinct from now.sort
    where exists (from usual)
    group by now.batch_id
)
select batch_id, batch_id as id
from distances semi join enough using (batch_id)
where distance > $event_mix_distance
