{{ config(materialized='table') }}

-- depends_on: {{ ref('int_changed_articles') }}
{#- Read once for all that needs texts of changed articles. Where everything is made anew they are not written twice. -#}
{{ current_articles(
    'and false' if is_full_build() else 'and article_id in (select article_id from ' ~ ref('int_changed_articles') ~ ')'
) }}
