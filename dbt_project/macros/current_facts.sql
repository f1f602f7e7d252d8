{# The facts of current wordings, each wording's from the one batch that speaks for it: what every fact mart starts from. #}
{% macro current_facts(facts) %}
    select facts.*
    from {{ facts }} as facts
    inner join {{ ref('int_article_versions') }} as versions
        on
            facts.article_version_id = versions.article_version_id
            and facts.batch_id = versions.batch_id
    where versions.is_current
{% endmacro %}
