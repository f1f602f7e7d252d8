-- each: codes
-- table: {table}
-- says: {column} is {code}
-- severity: critical
-- remedy: Another column's value stands in `{column}`: {remedy}.
select distinct batch_id, {key} as id
from ${table} as {table}
where not regexp_full_match({column}, '{pattern}')
