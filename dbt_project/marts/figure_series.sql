with

members as (

    select * from {{ ref('stg_figure_series_members') }}

),

figures as (

    select * from {{ ref('figures') }}

),

articles as (

    select * from {{ ref('articles') }}

),

reports as (

    select
        members.series_id,
        members.figure_id,
        figures.event_id,
        articles.story_id,
        figures.article_id,
        articles.publisher_id,
        articles.published_date,
        articles.published_at,
        members.measure,
        figures.item,
        figures.unit,
        figures.kind,
        figures.value,
        figures.value_high,
        figures.qualifier,
        figures.trend,
        figures.evidence,
        members.rule,
        members.score
    from members
    inner join figures
        on members.figure_id = figures.figure_id
    inner join articles
        on figures.article_id = articles.article_id

),

-- A day before a moment of that day; a report without any time comes last. The earlier count that a text looks back on
-- comes before what the text reports itself, and what it reports of the event comes after what it says beside it.
ordered as (

    select
        *,
        row_number() over (
            partition by series_id
            order by
                published_date asc nulls last,
                published_at asc nulls first,
                article_id asc,
                rule = 'earlier_value' desc,
                event_id is null desc,
                figure_id asc
        ) as report_number
    from reports

),

-- What each publisher says last; what names no publisher speaks for itself.
last_words as (

    select
        series_id,
        coalesce(publisher_id, article_id) as source_id,
        arg_max((value, value_high), report_number) as last_value
    from ordered
    group by series_id, source_id

),

disputes as (

    select
        series_id,
        count(distinct last_value) > 1 as is_disputed
    from last_words
    group by series_id

),

final as (

    select
        ordered.series_id,
        ordered.figure_id,
        ordered.event_id,
        ordered.story_id,
        ordered.article_id,
        ordered.publisher_id,
        ordered.measure,
        ordered.item,
        ordered.unit,
        ordered.kind,
        ordered.value,
        ordered.value_high,
        ordered.qualifier,
        ordered.trend,
        ordered.evidence,
        ordered.published_date,
        ordered.published_at,
        ordered.report_number,
        ordered.value - lag(ordered.value) over (
            partition by ordered.series_id
            order by ordered.report_number
        ) as change_from_previous,
        ordered.report_number = count(*) over (partition by ordered.series_id) as is_latest,
        disputes.is_disputed,
        count(*) over (partition by ordered.series_id) as report_count,
        ordered.rule,
        ordered.score
    from ordered
    inner join disputes
        on ordered.series_id = disputes.series_id

)

select * from final
