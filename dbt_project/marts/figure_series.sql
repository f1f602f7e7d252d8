with

members as (

    select *
    from {{ ref('stg_figure_series_members') }}
    {{- changed_only('series_id', 'int_changed_series') }}

),

figures as (

    select * from {{ rows_with_changed('figure_id', 'members', 'figures') }}

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
        coalesce(
            articles.published_date, (articles.first_captured_at at time zone 'UTC')::date
        ) as reported_date,
        coalesce(
            articles.published_at,
            articles.published_date::timestamp at time zone 'UTC',
            articles.first_captured_at
        ) as reported_at,
        case
            when figures.qualifier in ('at_most', 'less_than') then '-infinity'::double
            when figures.qualifier = 'about' then figures.value::double * 0.9
            else figures.value::double
        end as low,
        case
            when figures.qualifier in ('at_least', 'more_than') then 'infinity'::double
            when figures.qualifier = 'about' then coalesce(figures.value_high, figures.value)::double * 1.1
            else coalesce(figures.value_high, figures.value)::double
        end as high,
        members.rule = 'earlier_value' as is_looked_back,
        members.rule,
        members.score
    from members
    inner join figures
        on members.figure_id = figures.figure_id
    inner join articles
        on figures.article_id = articles.article_id

),

-- By time; a day that no page gives is that of the first capture. The earlier count that a text looks back on comes
-- before what the text reports itself, and what it reports of the event comes after what it says beside it.
ordered as (

    select
        *,
        row_number() over (
            partition by series_id
            order by
                reported_at asc,
                article_id asc,
                is_looked_back desc,
                event_id is null desc,
                figure_id asc
        ) as report_number
    from reports

),

-- What each publisher says last; what names no publisher speaks for itself. Its bounds are those of its words.
last_words as (

    select
        series_id,
        coalesce(publisher_id, article_id) as source_id,
        max(reported_date) as reported_date,
        arg_max((value, value_high), report_number) as last_value,
        arg_max(low, report_number) as low,
        arg_max(high, report_number) as high
    from ordered
    group by series_id, source_id

),

-- Sources that were silent when the number moved on are out of date, and contradict nobody.
recent as (

    select
        *,
        reported_date >= max(reported_date) over (partition by series_id) - 1 as is_recent
    from last_words

),

disputes as (

    select
        series_id,
        count(distinct last_value) > 1 as do_sources_differ,
        coalesce(max(low) filter (where is_recent) > min(high) filter (where is_recent), false) as is_disputed
    from recent
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
        ordered.reported_date,
        ordered.report_number,
        case
            when not ordered.is_looked_back
                then ordered.value - lag(ordered.value) over (
                    partition by ordered.series_id, ordered.is_looked_back
                    order by ordered.report_number
                )
        end as change_from_previous,
        ordered.report_number = count(*) over (partition by ordered.series_id) as is_latest,
        disputes.do_sources_differ,
        disputes.is_disputed,
        count(*) over (partition by ordered.series_id) as report_count,
        ordered.rule,
        ordered.score
    from ordered
    inner join disputes
        on ordered.series_id = disputes.series_id

)

select * from final
