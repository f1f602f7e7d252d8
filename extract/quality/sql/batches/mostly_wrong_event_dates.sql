-- table: event_mentions
-- says: at most a fifth of a batch's dated events lie outside $first_event_year to $last_event_year
-- severity: critical
-- remedy: Dates were written in another unit or order: mend the reading of dates and read the batch again (daybook read-facts BATCH --again).
select batch_id, batch_id as id
from $event_mentions as event_mentions
group by batch_id
having
    count(*) filter (where not year(date_start) between $first_event_year and $last_event_year)
    > greatest($many_rejects, $some_share * count(date_start))
