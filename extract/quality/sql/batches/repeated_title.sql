-- table: articles
-- says: at most a fifth of a batch's articles have one title
-- severity: warning
-- remedy: The site's name, or its publisher, was taken for the headline: look at raw.article_fields (field = 'title', value_from) of these articles.
with sizes as (select batch_id, count(distinct text) as text_count from $articles as articles group by batch_id),
repeated as (
    select batch_id, title, count(distinct text) as times
    from $articles as articles
    where title is not null
    group by all
)
select repeated.batch_id, repeated.batch_id as id
from repeated inner join sizes using (batch_id)
where repeated.times > greatest($many_addresses, $some_share * sizes.text_count)
