-- each: contents
-- table: {table}
-- says: one {key} is one {thing}, in the last batches too, where the same model read it
-- severity: warning
-- remedy: Reading is no longer repeatable, or a row was changed: read both batches again (daybook read-facts BATCH --again) and compare.
with contents as (
    select {key}
    from $known_{table} as known
    group by {key}, model_version
    having count(distinct hash({content})) > 1
)
select distinct batch_id, {key} as id
from ${table} as {table} semi join contents using ({key})
