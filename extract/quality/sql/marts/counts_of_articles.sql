-- table: articles
-- says: figure_count, participant_count, event_count and statement_count are the numbers of rows
-- severity: critical
-- only: build
-- remedy: A mart of facts was built without its articles, or the other way round. Build everything anew (daybook build --full); where it stays red, mend articles.
with counted as (
    select article_id, 'figures' as kind, count(*) as row_count from $figures as facts group by article_id
    union all
    select article_id, 'participants', count(*) from $participants as facts group by article_id
    union all
    select article_id, 'event_mentions', count(*) from $event_mentions as facts group by article_id
    union all
    select article_id, 'statements', count(*) from $statements as facts group by article_id
),
said as (
    select
        article_id,
        unnest(['figures', 'participants', 'event_mentions', 'statements']) as kind,
        unnest([figure_count, participant_count, event_count, statement_count]) as row_count
    from $articles as articles
)
select distinct said.article_id as id
from said left join counted using (article_id, kind)
where said.row_count <> coalesce(counted.row_count, 0)
