-- table: event_mentions
-- says: dates and places are missing about as often as in the last batches
-- severity: warning
-- remedy: The id names the batch and the column: the reading of dates or places broke, or the news is of another kind; look at some sentences (evidence) of the batch.
with now as (
    select
        batch_id,
        count(*) as event_count,
        unnest(['date_start', 'country_code']) as column_name,
        unnest([count(*) - count(date_start), count(*) - count(country_code)]) as missing
    from $event_mentions as event_mentions
    group by batch_id
),
usual as (
    select
        count(*) as event_count,
        unnest(['date_start', 'country_code']) as column_name,
        unnest([count(*) - count(date_start), count(*) - count(country_code)]) as missing
    from $before_event_mentions as event_mentions
)
select now.batch_id, now.batch_id || ' ' || column_name as id
from now inner join usual using (column_name)
where
    now.event_count >= $min_facts
    and usual.event_count >= $min_events
    and now.missing / now.event_count > usual.missing / usual.event_count + $share_rise
