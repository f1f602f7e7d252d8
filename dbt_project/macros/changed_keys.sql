{# Keys of a mart's rows that belong to changed articles, as they were before (a kind of `int_changes`) and as they are now. #}
{% macro keys_of_changed_articles(key, kind, mart) %}
    with

    before as (

        select id as {{ key }}
        from {{ ref('int_changes') }}
        where kind = '{{ kind }}'

    ),

    after as (

        select {{ key }}
        from {{ made_anew(mart) }}
        where {{ key }} is not null

    ),

    final as (

        select {{ key }} from before
        union
        select {{ key }} from after

    )

    select * from final
{% endmacro %}

{# Keys of the rows that changed batches bring, and of those that the mart has from them: no ref, it is built after this. #}
{% macro keys_of_changed_batches(key, staged, mart) %}
    {%- set marts = this.schema | replace('intermediate', 'marts') %}
    {%- set sides = [ref(staged)] if is_full_build() else [ref(staged), marts ~ '.' ~ mart] %}
    {%- for side in sides %}
        {{ 'union' if not loop.first }}
        select rows_there.{{ key }}
        from {{ side }} as rows_there
        inner join {{ ref('int_changed_batches') }} as changed
            on rows_there.batch_id = changed.batch_id
        {{ 'group by rows_there.' ~ key if sides | length == 1 }}
    {%- endfor %}
{% endmacro %}
