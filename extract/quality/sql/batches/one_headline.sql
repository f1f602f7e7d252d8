-- table: event_mentions
-- says: a wording has at most one event of its headline
-- severity: critical
-- remedy: Two events claim the headline, which the marts refuse: mend the choice of the headline's event and read the batch again (daybook read-facts BATCH --again).
select batch_id, event_mention_id as id
from $event_mentions as event_mentions
where is_headline
qualify count(*) over (partition by batch_id, article_version_id) > 1
