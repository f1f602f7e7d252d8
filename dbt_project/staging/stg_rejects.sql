select
    {{ hash_id('reject', ['stage', 'reason', 'key', 'sha256']) }} as reject_id,
    stage,
    reason,
    key,
    sha256,
    first_lines,
    detail,
    batch_id,
    load_seq
from {{ source('raw', 'rejects') }}
