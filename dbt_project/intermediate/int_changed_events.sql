{{ config(materialized='table') }}

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

final as (

    select event_id from before
    union
    select event_id from after
    union
    select event_id from told_by_series

)

select * from final
