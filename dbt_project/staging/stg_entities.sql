select
    entity_id,
    name,
    kind,
    country_code,
    sector,
    description
from {{ source('raw', 'entities') }}
