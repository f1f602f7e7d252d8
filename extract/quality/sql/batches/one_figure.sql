-- table: figures
-- says: one figure_id is one figure, in the last batches too, where the same model read it
-- severity: warning
-- remedy: Reading is no longer repeatable, or a row was changed: read both batches again (daybook read-facts BATCH --again) and compare.
with contents as (
    select figure_id
    from $known_figures as known
    group by figure_id, model_version
    having count(distinct hash(value, unit, figure_text)) > 1
)
select distinct batch_id, figure_id as id
from $figures as figures semi join contents using (figure_id)
