-- Where does a number come from, down to the sentence?
-- Read: one row per figure. `words_in_text` are cut out of the article's text at the figure's own offsets: they
--   are the figure's words. `char_start` and `char_end` give the sentence. `model_version` in `figures` says what
--   read it.
-- Change: the number and its unit; or take a `figure_id`: `from evidence_of('...')` answers the same for a row of
--   any table.
with

final as (

    select
        figures.qualifier,
        figures.value::double as value,
        figures.unit,
        figures.figure_text,
        substring(
            article_texts.text, figures.figure_start + 1, figures.figure_end - figures.figure_start
        ) as words_in_text,
        figures.evidence,
        figures.char_start,
        figures.char_end,
        articles.title,
        articles.publisher_name,
        articles.url,
        articles.captured_at at time zone 'UTC' as captured_at_utc,
        figures.method,
        figures.confidence
    from {{ ref('figures') }} as figures
    inner join {{ ref('articles') }} as articles
        on figures.article_id = articles.article_id
    left join {{ ref('article_texts') }} as article_texts
        on figures.article_version_id = article_texts.article_version_id
    where
        figures.value = 17
        and figures.unit = 'person'

)

select * from final
order by url asc, char_start asc
