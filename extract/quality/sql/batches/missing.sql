-- each: missing
-- table: {table}
-- says: {things} are missing about as often as in the last batches
-- severity: warning
-- remedy: The id names the batch and the column: {remedy}
with now as (
    select batch_id, count(*) as row_count, unnest([{names}]) as column_name, unnest([{missing}]) as missing
    from ${table} as now
    group by batch_id
),
usual as (
    select count(*) as row_count, unnest([{names}]) as column_name, unnest([{missing}]) as missing
    from $before_{table} as before
)
select now.batch_id, now.batch_id || ' ' || column_name as id
from now inner join usual using (column_name)
where
    now.row_count >= ${enough}
    and usual.row_count >= ${usually_enough}
    and now.missing / now.row_count > usual.missing / usual.row_count + $share_rise
