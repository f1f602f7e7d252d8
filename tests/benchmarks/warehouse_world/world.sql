-- What the world has besides its articles: verbs, countries by how often news names them, and how a thousand articles
-- in a row share out among stories.
create or replace temp table triggers as
select row_number() over () - 1 as type_number, type, words
from read_csv('{folder}/triggers.csv', comment = '#', header = true);

create or replace temp table nations as
select row_number() over (order by share desc, code) as rank, code, name
from read_csv('{folder}/../linking_world/nations.csv', comment = '#', header = true);

-- Sizes of stories: one of 50 reports, one of 30, two of 20 and so on; the rest of a thousand articles stand alone.
create or replace temp table story_slots as
with
sizes as (
    select unnest([1, 1, 2, 4, 8, 15, 30, 75, 453]) as stories, unnest([50, 30, 20, 12, 8, 5, 3, 2, 1]) as reports
),
stories as (
    select row_number() over (order by reports desc, each) - 1 as slot, reports
    from sizes, unnest(range(stories)) as numbers(each)
)
select row_number() over (order by slot, report) - 1 as position, slot
from stories, unnest(range(reports)) as numbers(report);
