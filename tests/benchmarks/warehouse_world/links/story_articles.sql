-- An edited wording belongs where its article is already.
select
    article_id,
    story_id,
    'similar' as rule,
    0.8 as score,
    story_id as block
from made_articles
where number = article
