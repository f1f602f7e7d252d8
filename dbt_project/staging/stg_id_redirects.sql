select
    kind,
    old_id,
    new_id
from {{ source('raw', 'id_redirects') }}
