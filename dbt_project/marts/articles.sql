with

articles as (

    select * from {{ ref('int_articles') }}

),

story_articles as (

    select *
    from {{ ref('stg_story_articles') }}
    {{- changed_only('article_id', 'int_changed_articles') }}

),

figure_counts as (

    select
        article_id,
        count(*) as figure_count
    from {{ changed_rows('figures') }}
    group by article_id

),

participant_counts as (

    select
        article_id,
        count(*) as participant_count
    from {{ changed_rows('participants') }}
    group by article_id

),

event_counts as (

    select
        article_id,
        count(*) as event_count
    from {{ changed_rows('event_mentions') }}
    group by article_id

),

statement_counts as (

    select
        article_id,
        count(*) as statement_count
    from {{ changed_rows('statements') }}
    group by article_id

),

final as (

    select
        articles.article_id,
        articles.article_version_id,
        articles.publisher_id,
        story_articles.story_id,
        articles.page_id,
        articles.page_uri,
        articles.batch_id,
        articles.run_id,
        articles.url,
        articles.title,
        articles.publisher_name,
        articles.authors,
        articles.language,
        articles.ordinal,
        articles.is_primary,
        articles.is_text_publishable,
        articles.section,
        articles.paywall,
        articles.is_truncated,
        articles.length_chars,
        articles.version_count,
        articles.page_count,
        coalesce(figure_counts.figure_count, 0) as figure_count,
        coalesce(participant_counts.participant_count, 0) as participant_count,
        coalesce(event_counts.event_count, 0) as event_count,
        coalesce(statement_counts.statement_count, 0) as statement_count,
        articles.published,
        articles.published_date,
        articles.published_at,
        articles.published_precision,
        articles.published_from,
        articles.modified,
        articles.captured_at,
        articles.first_captured_at,
        articles.last_captured_at
    from articles
    left join story_articles
        on articles.article_id = story_articles.article_id
    left join figure_counts
        on articles.article_id = figure_counts.article_id
    left join participant_counts
        on articles.article_id = participant_counts.article_id
    left join event_counts
        on articles.article_id = event_counts.article_id
    left join statement_counts
        on articles.article_id = statement_counts.article_id

)

{{ corrected('articles', 'final') }}
