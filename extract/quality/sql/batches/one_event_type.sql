-- table: event_mentions
-- says: events of a batch are of more than one type
-- severity: warning
-- remedy: News is never of one kind: look at the types that the reader gives (extract/facts), and read the batch again (daybook read-facts BATCH --again).
select batch_id, batch_id as id
from $event_mentions as event_mentions
group by batch_id
having count(*) >= $min_facts and count(distinct type) = 1
