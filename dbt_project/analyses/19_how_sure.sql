-- How many rows remain if only sure ones count?
-- Read: one row per table: all rows, and those with a confidence of at least .5, .7 and .9. A confidence is the
--   probability that a row is right: of rows at .7, three in ten may be wrong.
-- Change: the thresholds; add `where type = 'MEET'` to one of the four to see one type.
with

confidences as (

    select
        'events' as table_name,
        confidence
    from {{ ref('events') }}
    union all
    select
        'figures' as table_name,
        confidence
    from {{ ref('figures') }}
    union all
    select
        'participants' as table_name,
        confidence
    from {{ ref('participants') }}
    union all
    select
        'statements' as table_name,
        confidence
    from {{ ref('statements') }}

),

final as (

    select
        table_name,
        count(*) as row_count,
        count(*) filter (where confidence >= 0.5) as from_50,
        count(*) filter (where confidence >= 0.7) as from_70,
        count(*) filter (where confidence >= 0.9) as from_90
    from confidences
    group by table_name

)

select * from final
order by table_name asc
