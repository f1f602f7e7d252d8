{{ config(materialized='table') }}

{%- set events = this.schema | replace('intermediate', 'marts') ~ '.events' %}

with

before as (

    select id as event_id
    from {{ ref('int_changes') }}
    where kind = 'event'

),

after as (

    select event_id
    from {{ made_anew('event_mentions') }}
    where event_id is not null

),

-- Whether an event's figures are disputed is told by its series, also by those reports that did not change.
told_by_series as (

    select series.event_id
    from {{ ref('figure_series') }} as series
    inner join {{ ref('int_changed_series') }} as changed
        on series.series_id = changed.series_id
    where series.event_id is not null

),

keys as (

    select event_id from before
    union
    select event_id from after
    union
    select event_id from told_by_series

),

{%- if is_full_build() %}

final as (

    select
        event_id,
        null::varchar as story_id_before
    from keys

)
{%- else %}

-- Where an event stood before: no ref, it is built after this. By its place DuckDB skips the stories of all others.
known as (

    select
        event_id,
        story_id
    from {{ events }}
    where
        rowid in (
            select facts.rowid
            from {{ events }} as facts
            where facts.event_id in (select keys.event_id from keys)
        )

),

final as (

    select
        keys.event_id,
        known.story_id as story_id_before
    from keys
    left join known
        on keys.event_id = known.event_id

)
{%- endif %}

select * from final
