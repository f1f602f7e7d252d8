-- each: counts
-- table: {table}
-- says: {column} is the number of {things}
-- severity: critical
-- only: build
-- remedy: {thing} was not made anew when its {things} changed. Build everything anew (daybook build --full); where it stays red, mend int_changed_{table}.
select {key} as id
from ${table} as {table}
left join (
    select {key}, count(*) as row_count
    from $all_{members} as members
    where {key} in (select {key} from ${table} as checked)
    group by {key}
) as counted using ({key})
where {column} <> coalesce(row_count, 0)
