-- table: articles
-- says: at most a fifth of a batch's articles are said to be in another language than their text
-- severity: critical
-- remedy: Only English is read, so a wrong language loses facts: look at how it was found (extract/articles), and extract the batch again (daybook extract-articles BATCH --again).
with counted as (
    select
        batch_id,
        language,
        1000 * (length(text) - length(replace(lower(text), ' the ', ''))) / 5 / length(text) as the_per_thousand
    from $articles as articles
    where length(text) >= $min_text_chars and language is not null
)
select batch_id, batch_id as id
from counted
group by batch_id
having
    count(*) >= $min_articles
    and count(*) filter (
        where (language = 'en' and the_per_thousand = 0) or (language <> 'en' and the_per_thousand >= $foreign_the)
    ) > greatest($few, $some_share * count(*))
