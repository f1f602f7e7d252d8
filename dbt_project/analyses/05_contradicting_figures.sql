-- About which numbers do sources differ, and do they contradict each other?
-- Read: one row per number and source, with the last that the source said. `is_disputed` is true only where the
--   numbers, with their "at least" and "about", exclude each other and were reported within a day; else one source
--   is only further on.
-- Change: `where is_disputed` for contradictions alone.
with

-- What a source says several times counts by its last report.
last_words as (

    select
        series_id,
        coalesce(publisher_id, article_id) as source_id,
        any_value(publisher_id) as publisher_id,
        arg_max(story_id, report_number) as story_id,
        arg_max(measure, report_number) as measure,
        arg_max(qualifier, report_number) as qualifier,
        arg_max(value, report_number) as value,
        arg_max(reported_date, report_number) as reported_date,
        bool_or(is_disputed) as is_disputed
    from {{ ref('figure_series') }}
    where do_sources_differ
    group by
        series_id,
        source_id

),

final as (

    select
        stories.title as story,
        last_words.measure,
        publishers.publisher_name,
        last_words.qualifier,
        last_words.value::double as value,
        last_words.reported_date,
        last_words.is_disputed
    from last_words
    inner join {{ ref('stories') }} as stories
        on last_words.story_id = stories.story_id
    left join {{ ref('publishers') }} as publishers
        on last_words.publisher_id = publishers.publisher_id

)

select * from final
order by story asc, measure asc, reported_date asc, publisher_name asc
