-- table: event_mentions
-- says: one event_mention_id is one event, in the last batches too, where the same model read it
-- severity: warning
-- remedy: Reading is no longer repeatable, or a row was changed: read both batches again (daybook read-facts BATCH --again) and compare.
with contents as (
    select event_mention_id
    from $known_event_mentions as known
    group by event_mention_id, model_version
    having count(distinct hash(type, trigger_text, status)) > 1
)
select distinct batch_id, event_mention_id as id
from $event_mentions as event_mentions semi join contents using (event_mention_id)
