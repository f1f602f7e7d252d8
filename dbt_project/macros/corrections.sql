{#
    Corrections of people, put over a mart's rows last of all: `{{ corrected('figures', 'final') }}` instead of
    `select * from final`. The rows come with two more columns: `corrected_columns`, which of them are not as they were read,
    and `uncorrected`, what was read there. Both are null in every other row.

    The corrections are few, and every row is looked at: one hash join with a tiny side, and for a row without a
    correction nothing but the question whether it has one.
#}
{% macro corrected(table_name, rows) %}
    {%- set table = correctable_columns()[table_name] -%}
    select
        corrected.* exclude (values_read),
        case
            when values_read is not null
                then nullif(map_from_entries(list_filter([
                    {%- for column in table.columns %}
                    case
                        when values_read.{{ column.name }} is distinct from {{ as_read('corrected', column) }}
                            then {'key': '{{ column.name }}', 'value': values_read.{{ column.name }}}
                    end{{ ',' if not loop.last }}
                    {%- endfor %}
                ], lambda entry: entry is not null)), map {}::map(varchar, varchar))
        end as uncorrected,
        map_keys(uncorrected) as corrected_columns
    from (
        select
            {{ rows }}.* replace (
                {%- for column in table.columns %}
                case
                    when corrections.row_id is null then {{ rows }}.{{ column.name }}
                    when map_contains(corrections.new_values, '{{ column.name }}')
                        then corrections.new_values['{{ column.name }}']::{{ column.type }}
                    {%- if column.follows %}
                    when {% for followed in column.follows -%}
                        map_contains(corrections.new_values, '{{ followed }}'){{ ' or ' if not loop.last }}
                    {%- endfor %}
                        then {% if column.becomes in column.follows -%}
                            corrections.new_values['{{ column.becomes }}']::{{ column.type }}
                        {%- else %}{{ column.becomes }}{% endif %}
                    {%- endif %}
                    else {{ rows }}.{{ column.name }}
                end as {{ column.name }}{{ ',' if not loop.last }}
                {%- endfor %}
            ),
            case
                when corrections.row_id is not null then {
                    {%- for column in table.columns %}
                    '{{ column.name }}': {{ as_read(rows, column) }}{{ ',' if not loop.last }}
                    {%- endfor %}
                }
            end as values_read
        from {{ rows }}
        left join (
            select
                row_id,
                map_from_entries(list({'key': column_name, 'value': value})) as new_values
            from {{ ref('int_corrections') }}
            where
                table_name = '{{ table_name }}'
                and is_in_force
            group by row_id
        ) as corrections
            on {{ rows }}.{{ table.id }} = corrections.row_id
    ) as corrected
{% endmacro %}

{# A value as corrections.csv would give it: a number without zeros behind it, a moment in UTC. #}
{% macro as_read(relation, column) -%}
    {%- set value = relation ~ '.' ~ column.name -%}
    {%- if column.type.startswith('decimal') -%}
        regexp_replace({{ value }}::varchar, '\.?0+$', '')
    {%- elif column.type == 'timestamptz' -%}
        strftime({{ value }} at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ')
    {%- else -%}
        {{ value }}::varchar
    {%- endif -%}
{%- endmacro %}
