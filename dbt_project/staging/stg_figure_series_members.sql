select
    figure_id,
    series_id,
    measure,
    rule,
    score
from {{ source('raw', 'figure_series_members') }}
