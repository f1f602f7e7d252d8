-- No mention is lost or counted twice on its way to an event.
with

mentions as (

    select count(*) as mention_count from {{ ref('event_mentions') }}

),

events as (

    select coalesce(sum(mention_count), 0) as mention_count from {{ ref('events') }}

)

select
    mentions.mention_count as mentions,
    events.mention_count as mentions_in_events
from mentions
cross join events
where mentions.mention_count != events.mention_count
