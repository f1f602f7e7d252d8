-- each: mixes
-- table: {table}
-- says: {things} are mixed about as in the last batches
-- severity: warning
-- remedy: {remedy}
with now as (
    select batch_id, {column} as sort, count(*) / sum(count(*)) over (partition by batch_id) as share
    from ${table} as now
    group by batch_id, sort
),
enough as (select batch_id from ${table} as now group by batch_id having count(*) >= ${enough}),
usual as (
    select {column} as sort, count(*) / sum(count(*)) over () as share
    from $before_{table} as before
    where (select count(*) from $before_{table} as before) >= ${enough}
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
where distance > ${distance}
