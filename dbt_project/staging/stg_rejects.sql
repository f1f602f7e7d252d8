select
    stage,
    reason,
    key,
    sha256,
    first_lines,
    detail,
    batch_id
from {{ source('raw', 'rejects') }}
