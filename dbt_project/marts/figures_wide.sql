with

figures as (

    select * from {{ ref('figures') }}

),

final as (

    select
        figures.figure_id,
        figures.event_id,
        figures.item_entity_id,
        figures.article_version_id,
        figures.article_id,
        figures.sentence_index,
        figures.char_start,
        figures.char_end,
        figures.evidence,
        figures.is_evidence_cut,
        figures.confidence,
        figures.method,
        figures.model_version,
        figures.figure_start,
        figures.figure_end,
        figures.figure_text,
        figures.value,
        figures.value_high,
        figures.qualifier,
        figures.unit,
        figures.unit_head,
        figures.kind,
        figures.unit_surface,
        figures.value_si,
        figures.unit_si,
        figures.item,
        figures.item_start,
        figures.item_end,
        figures.item_head,
        figures.item_participant_id,
        figures.trend,
        figures.alternative_of_figure_id,
        figures.change_from_figure_id,
        figures.event_mention_id,
        figures.period_start,
        figures.period_end,
        figures.batch_id,
        figures.run_id,
        figures.uncorrected,
        figures.corrected_columns,
        events.title as event_title,
        events.type as event_type,
        events.status as event_status,
        events.date_start as event_date_start,
        events.country_code as event_country_code,
        entities.name as item_entity_name,
        figure_series.series_id,
        figure_series.is_disputed as is_series_disputed,
        articles.story_id,
        articles.title as article_title,
        articles.url as article_url,
        articles.publisher_name,
        articles.published_date as article_published_date
    from figures
    -- First, so that the figures of a month are looked up in the tables below, and not all of them.
    left join {{ ref('articles') }} as articles
        on figures.article_id = articles.article_id
    left join {{ ref('events') }} as events
        on figures.event_id = events.event_id
    left join {{ ref('entities') }} as entities
        on figures.item_entity_id = entities.entity_id
    left join {{ ref('figure_series') }} as figure_series
        on figures.figure_id = figure_series.figure_id

)

select * from final
