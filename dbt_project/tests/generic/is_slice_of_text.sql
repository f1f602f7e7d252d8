{# Rows whose words are not exactly what the article's text holds between the two offsets, where the row has them. #}
{% test is_slice_of_text(model, char_start, char_end, words) %}

select
    facts.article_version_id,
    facts.{{ char_start }},
    facts.{{ char_end }}
from {{ model }} as facts
left join {{ tested_articles() }} as articles
    on facts.article_version_id = articles.article_version_id
where
    facts.{{ char_start }} is not null
    and facts.{{ words }}
    is distinct from substring(articles.text, facts.{{ char_start }} + 1, facts.{{ char_end }} - facts.{{ char_start }})

{% endtest %}
