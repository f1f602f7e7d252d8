{#
    The facts of current wordings, each wording's from the one batch that speaks for it: what every fact mart starts from.
    Rows of a batch share its `load_seq`, which rises with time: DuckDB skips the rows of other batches by it.
#}
{% macro current_facts(facts) %}
    select
        facts.*,
        {{ run_id('facts.batch_id') }} as run_id
    from {{ facts }} as facts
    inner join {{ changed_rows('int_article_versions') }} as versions
        on
            facts.article_version_id = versions.article_version_id
            and facts.load_seq = versions.load_seq
    where versions.is_current
{% endmacro %}

{# The run that a batch belongs to: its name without the number of the batch. #}
{% macro run_id(batch_id) -%}
    regexp_replace({{ batch_id }}, '-\d+$', '')
{%- endmacro %}
