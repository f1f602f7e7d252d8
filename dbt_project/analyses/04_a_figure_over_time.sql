-- How did a number develop, as it was reported?
-- Read: one row per report of the number, in order. `change_from_previous` counts from report to report; a report
--   that looks back on an earlier number has none of its own.
-- Change: the measure (`dead`, `injured`, `missing`, `cost` ...) and the words of the story's title.
with

final as (

    select
        figure_series.report_number,
        figure_series.reported_date,
        publishers.publisher_name,
        figure_series.qualifier,
        figure_series.value::double as value,
        figure_series.change_from_previous::double as change_from_previous,
        figure_series.is_latest,
        figure_series.evidence
    from {{ ref('figure_series') }} as figure_series
    inner join {{ ref('stories') }} as stories
        on figure_series.story_id = stories.story_id
    left join {{ ref('publishers') }} as publishers
        on figure_series.publisher_id = publishers.publisher_id
    where
        figure_series.measure = 'dead'
        and figure_series.report_count > 1
        and stories.title ilike '%floods%'

)

select * from final
order by report_number asc
