-- table: articles
-- says: few of a batch's texts are garbled by a charset that was read wrongly
-- severity: warning
-- remedy: Look at the charset of these articles (raw.articles: charset, charset_from) and of their pages: the source declares one and uses another.
with marked as (
    select
        batch_id,
        article_version_id,
        (length(text) - length(replace(text, chr(65533), '')))
        + (length(text) - length(replace(text, chr(226) || chr(8364), ''))) / 2
        + (length(text) - length(regexp_replace(text, chr(195) || '[' || chr(128) || '-' || chr(191) || ']', '', 'g'))) / 2
        + (length(text) - length(replace(text, chr(194) || chr(160), ''))) / 2 as marks
    from $articles as articles
)
select distinct batch_id, article_version_id as id
from marked
where marks >= $garbled_marks
qualify
    count(*) over (partition by batch_id)
    > greatest($few, $garbled_share * (select count(*) from $articles as given where given.batch_id = marked.batch_id))
