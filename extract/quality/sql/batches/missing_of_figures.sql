-- table: figures
-- says: units and items are missing about as often as in the last batches
-- severity: warning
-- remedy: The id names the batch and the column: the reading of units or items broke; look at some sentences (evidence) of the batch.
with now as (
    select
        batch_id,
        count(*) as figure_count,
        unnest(['unit', 'item']) as column_name,
        unnest([count(*) - count(unit), count(*) - count(item)]) as missing
    from $figures as figures
    group by batch_id
),
usual as (
    select
        count(*) as figure_count,
        unnest(['unit', 'item']) as column_name,
        unnest([count(*) - count(unit), count(*) - count(item)]) as missing
    from $before_figures as figures
)
select now.batch_id, now.batch_id || ' ' || column_name as id
from now inner join usual using (column_name)
where
    now.figure_count >= $min_facts
    and usual.figure_count >= $min_figures
    and now.missing / now.figure_count > usual.missing / usual.figure_count + $share_rise
