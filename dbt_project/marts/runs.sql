{%- set counted = {
    'page': 'stg_pages',
    'article': 'stg_articles',
    'reject': 'stg_rejects',
    'participant': 'stg_participants',
    'figure': 'stg_figures',
    'event_mention': 'stg_event_mentions',
    'statement': 'stg_statements',
    'fetch': 'stg_fetches',
    'source_check': 'stg_source_checks',
} %}

with

{% for thing, staged in counted.items() %}
{{ thing }}_rows as (

    select
        batch_id,
        {{ run_id('batch_id') }} as run_id,
        '{{ thing }}' as thing,
        {{ 'captured_at' if thing == 'page' else 'null::timestamptz' }} as captured_at,
        {{ "coalesce(language, 'en') <> 'en'" if thing == 'article' else 'false' }} as is_unread,
        {{ 'model_version' if thing in ('figure', 'event_mention') else 'null::varchar' }} as model_version
    from {{ ref(staged) }}
    {{- changed_only('load_seq', 'int_changed_run_batches') }}

),

{% endfor %}
all_rows as (
    {%- for thing in counted %}
    {%- if not loop.first %}
    union all
    {%- endif %}
    select * from {{ thing }}_rows
    {%- endfor %}

),

final as (

    select
        run_id,
        count(distinct batch_id) as batch_count,
        count(*) filter (where thing = 'source_check') as source_check_count,
        count(*) filter (where thing = 'fetch') as fetch_count,
        count(*) filter (where thing = 'page') as page_count,
        count(*) filter (where thing = 'article') as article_count,
        count(*) filter (where is_unread) as unread_article_count,
        count(*) filter (where thing = 'reject') as reject_count,
        count(*) filter (where thing = 'participant') as participant_count,
        count(*) filter (where thing = 'figure') as figure_count,
        count(*) filter (where thing = 'event_mention') as event_mention_count,
        count(*) filter (where thing = 'statement') as statement_count,
        min(captured_at) as first_captured_at,
        max(captured_at) as last_captured_at,
        list_sort(list(distinct model_version) filter (where model_version is not null)) as model_versions
    from all_rows
    group by run_id

)

select * from final
