-- table: rejects
-- says: at most a fifth of a batch's articles could not be read
-- severity: critical
-- remedy: The reader refused what it should read: the rejects' `reason` and `detail` say why; mend it and read the batch again (daybook read-facts BATCH --again).
with unread as (
    select batch_id, count(*) as unread_count from $rejects as rejects where stage = 'read_facts' group by batch_id
),
given as (
    select batch_id, count(distinct article_version_id) as article_count from $articles as articles group by batch_id
)
select batch_id, batch_id as id
from unread inner join given using (batch_id)
where unread_count > greatest($few, $some_share * article_count)
