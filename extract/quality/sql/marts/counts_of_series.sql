-- table: figure_series
-- says: report_count is the number of reports of a series
-- severity: critical
-- only: build
-- remedy: A series was not made anew when its figures changed. Build everything anew (daybook build --full); where it stays red, mend int_changed_series.
with counted as (
    select series_id, report_count, count(*) over (partition by series_id) as row_count
    from $figure_series as figure_series
)
select distinct series_id as id
from counted
where report_count <> row_count
