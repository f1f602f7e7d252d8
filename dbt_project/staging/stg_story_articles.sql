select
    article_id,
    story_id,
    rule,
    score
from {{ source('raw', 'story_articles') }}
