with

events as (

    select * from {{ ref('events') }}

),

final as (

    select
        event_id,
        story_id,
        best_event_mention_id,
        article_id,
        type,
        title,
        status,
        evidence,
        date_start,
        date_end,
        date_precision,
        date_text,
        date_method,
        place_name,
        place_kind,
        country_code,
        lat,
        lon,
        place_precision,
        place_method,
        is_headline,
        salience,
        confidence,
        mention_count,
        article_count,
        source_count,
        is_date_disputed,
        is_place_disputed,
        is_status_disputed,
        is_figure_disputed,
        do_figures_differ,
        entity_count,
        first_published_date,
        last_published_date,
        uncorrected,
        corrected_columns
    from events
    where confidence >= {{ var('confident_event') }}

)

select * from final
