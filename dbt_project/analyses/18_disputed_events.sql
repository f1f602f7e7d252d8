-- Which events do sources tell differently, and in what?
-- Read: one row per event with any difference. `reasons`: day, place, status (happened or not), figure (numbers
--   that exclude each other), numbers differ (one source is perhaps only further on).
-- Change: leave `do_figures_differ` out for contradictions alone.
with

final as (

    select
        events.type,
        events.title,
        events.source_count,
        concat_ws(
            ', ',
            case when events.is_date_disputed then 'day' end,
            case when events.is_place_disputed then 'place' end,
            case when events.is_status_disputed then 'status' end,
            case when events.is_figure_disputed then 'figure' end,
            case when events.do_figures_differ then 'numbers differ' end
        ) as reasons
    from {{ ref('events') }} as events
    where
        events.is_date_disputed
        or events.is_place_disputed
        or events.is_status_disputed
        or events.is_figure_disputed
        or events.do_figures_differ

)

select * from final
order by source_count desc, title asc
