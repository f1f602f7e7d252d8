-- table: event_mentions
-- says: at most a fifth of a batch's places lie elsewhere than in the last batches
-- severity: warning
-- remedy: Coordinates come from one list of places: latitude and longitude were swapped, or the list or its choice changed; compare one place with an older batch.
with usual as (
    select place_name, country_code, region_name, median(lat) as lat, median(lon) as lon
    from $before_event_mentions as before
    where lat is not null and place_precision = 'city'
    group by all
),
placed as (
    select
        now.batch_id,
        now.event_mention_id,
        abs(now.lat - usual.lat) > $degrees or abs(now.lon - usual.lon) > $degrees as is_moved
    from $event_mentions as now
    inner join usual
        on usual.place_name = now.place_name
        and usual.country_code is not distinct from now.country_code
        and usual.region_name is not distinct from now.region_name
    where now.lat is not null and now.place_precision = 'city'
)
select batch_id, event_mention_id as id
from placed
where is_moved
qualify
    count(*) over (partition by batch_id)
    > greatest($many_rejects, $some_share * (select count(*) from placed as all_placed where all_placed.batch_id = placed.batch_id))
