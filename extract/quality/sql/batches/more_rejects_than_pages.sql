-- table: rejects
-- says: a batch has fewer rejects than pages
-- severity: warning
-- remedy: A folder of junk is no error of ours; where it is news, the rejects' `reason` says which step refuses it.
with refused as (select batch_id, count(*) as reject_count from $rejects as rejects group by batch_id),
kept as (select batch_id, count(*) as page_count from $pages as pages group by batch_id)
select batch_id, batch_id as id
from refused left join kept using (batch_id)
where reject_count > greatest($many_rejects, coalesce(page_count, 0))
