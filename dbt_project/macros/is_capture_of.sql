{#
    A condition: a row that a step read from a capture (an article, its metadata) is of the capture that speaks for a version.
    One wording may come from several pages, moments and batches; which of them speaks for it, `int_article_versions` says.
#}
{% macro is_capture_of(capture, version) -%}
    {%- for column in ('article_version_id', 'load_seq', 'page_id', 'page_uri', 'captured_at', 'ordinal') %}
    {{ version }}.{{ column }} = {{ capture }}.{{ column }}{{ ' and' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
