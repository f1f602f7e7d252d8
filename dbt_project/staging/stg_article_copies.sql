select
    article_version_id,
    first_article_version_id,
    similarity,
    containment
from {{ source('raw', 'article_copies') }}
