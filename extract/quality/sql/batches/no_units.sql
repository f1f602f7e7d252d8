-- table: figures
-- says: some of a batch's figures have a unit
-- severity: critical
-- remedy: The column was not filled: mend the reading of units (extract/facts/figures) and read the batch again (daybook read-facts BATCH --again).
select batch_id, batch_id as id
from $figures as figures
group by batch_id
having count(*) >= $min_figures_with_unit and count(unit) = 0
