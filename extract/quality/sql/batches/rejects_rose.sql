-- table: rejects
-- says: the share of rejects is less than $reject_factor times the usual
-- severity: warning
-- remedy: Count the rejects by stage and reason (daybook status): a source that changed its pages, or a rule of ours that became too strict.
with refused as (select batch_id, count(*) as reject_count from $rejects as rejects group by batch_id),
kept as (select batch_id, count(*) as page_count from $pages as pages group by batch_id),
usual as (
    select
        (select count(*) from $before_rejects as rejects) as reject_count,
        (select count(*) from $before_pages as pages) as page_count
)
select refused.batch_id, refused.batch_id as id
from refused inner join kept using (batch_id) cross join usual
where
    refused.reject_count >= $min_rejects
    and kept.page_count >= $min_articles
    and usual.page_count >= $min_usual_articles
    and refused.reject_count / (refused.reject_count + kept.page_count) > $reject_rise + greatest(
        $reject_factor * usual.reject_count / (usual.reject_count + usual.page_count) - $reject_rise, 0
    )
