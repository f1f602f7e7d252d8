-- table: event_mentions
-- says: confidence differs from row to row, in each table of facts
-- severity: warning
-- remedy: The id names the batch and the table: a confidence that never changes says nothing; mend the model's scores and read the batch again (daybook read-facts BATCH --again).
with scored as (
    select batch_id, 'event_mentions' as kind, confidence from $event_mentions as facts
    union all
    select batch_id, 'figures', confidence from $figures as facts
    union all
    select batch_id, 'participants', confidence from $participants as facts
    union all
    select batch_id, 'statements', confidence from $statements as facts
)
select batch_id, batch_id || ' ' || kind as id
from scored
group by batch_id, kind
having count(*) >= $min_facts and min(confidence) = max(confidence)
