-- table: event_mentions
-- says: dates lie between $first_event_year and $last_event_year
-- severity: warning
-- remedy: A number was read as a year: add the sentence as a case to tests/facts and mend the reading of dates.
select batch_id, event_mention_id as id
from $event_mentions as event_mentions
where
    not year(date_start) between $first_event_year and $last_event_year
    or not year(date_end) between $first_event_year and $last_event_year
