-- table: source_checks
-- says: a source that offered pages in the last batches, and answered, offers more than a small part of them
-- severity: warning
-- remedy: The source answers and lists next to nothing: its feed or sitemap moved or changed its form; see daybook sources check, and its address in sources.yml.
with now as (
    select batch_id, source_name, sum(offered_count) as offered
    from $source_checks as source_checks
    where outcome = 'ok'
    group by all
),
usual as (
    select source_name, count(*) as check_count, median(offered_count) as offered
    from $before_source_checks as source_checks
    where outcome = 'ok'
    group by source_name
)
select now.batch_id, now.batch_id || ' ' || source_name as id
from now inner join usual using (source_name)
where now.offered < usual.offered * $few_offers and usual.check_count >= $min_checks and usual.offered >= $usual_offers
