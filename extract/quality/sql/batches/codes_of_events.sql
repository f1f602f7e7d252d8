-- table: event_mentions
-- says: country_code is two capital letters
-- severity: critical
-- remedy: Another column's value stands in `country_code`: mend the reading of places and read the batch again (daybook read-facts BATCH --again).
select batch_id, event_mention_id as id
from $event_mentions as event_mentions
where not regexp_full_match(country_code, '[A-Z][A-Z]')
