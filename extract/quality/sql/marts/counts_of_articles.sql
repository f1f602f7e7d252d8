-- table: articles
-- says: figure_count, participant_count, event_count and statement_count are the numbers of rows of the current wording
-- severity: critical
-- only: build
-- remedy: A mart of facts was built without its articles, or the other way round, or facts of an older wording were left behind. Build everything anew (daybook build --full); where it stays red, mend articles or the macro current_facts.
with counted as (
    select article_id, article_version_id, 'figures' as kind, count(*) as row_count from $figures as facts group by all
    union all
    select article_id, article_version_id, 'participants', count(*) from $participants as facts group by all
    union all
    select article_id, article_version_id, 'event_mentions', count(*) from $event_mentions as facts group by all
    union all
    select article_id, article_version_id, 'statements', count(*) from $statements as facts group by all
),
said as (
    select
        article_id,
        article_version_id,
        unnest(['figures', 'participants', 'event_mentions', 'statements']) as kind,
        unnest([figure_count, participant_count, event_count, statement_count]) as row_count
    from $articles as articles
)
select distinct article_id as id
from said full join counted using (article_id, article_version_id, kind)
where coalesce(said.row_count, 0) <> coalesce(counted.row_count, 0)
