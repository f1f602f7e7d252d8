-- table: figures
-- says: kinds of figures are mixed about as in the last batches
-- severity: warning
-- remedy: Count the batch's figures by kind beside older batches: news of another kind, a new source, or units that are read otherwise (extract/facts/figures).
with now as (
    select batch_id, kind as sort, count(*) / sum(count(*)) over (partition by batch_id) as share
    from $figures as now
    group by batch_id, sort
),
enough as (select batch_id from $figures as now group by batch_id having count(*) >= $min_figures),
usual as (
    select kind as sort, count(*) / sum(count(*)) over () as share
    from $before_figures as before
    where (select count(*) from $before_figures as before) >= $min_figures
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
where distance > $figure_mix_distance
