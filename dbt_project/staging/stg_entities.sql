select
    entity_id,
    name,
    kind,
    country_code
from {{ source('raw', 'entities') }}
