-- table: participants
-- says: country_code is two capital letters
-- severity: critical
-- remedy: Another column's value stands in `country_code`: mend the reading of participants and read the batch again (daybook read-facts BATCH --again).
select batch_id, participant_id as id
from $participants as participants
where not regexp_full_match(country_code, '[A-Z][A-Z]')
