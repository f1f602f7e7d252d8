-- The articles numbered from `first` to `last` - 1. `number` is the wording; `article` is the same but in one of fifty,
-- which is an edited wording of the article 490 numbers before.
create or replace temp table made_articles as
with
numbered as (
    select
        number,
        if(number % 50 = 0 and number >= 490, number - 490, number) as article,
        -- A story's reports lie among a thousand articles, which any thousand new ones share with older ones.
        (article + 500) // 1000 as span,
        ((article + 500) % 1000 * 387 + draw(span, 'shift', 1000)) % 1000 as position
    from range({first}, {last}) as numbers(number)
),
told as (
    select
        number,
        article,
        span * 1000 + slot as story,
        timestamptz '2020-01-01 00:00:00+00' + to_seconds(number * 43) as captured_at,
        timestamptz '2020-01-01 00:00:00+00' + to_seconds(article * 43 - 600 - draw(article, 'published', 18000)) as published_at,
        zipf(article, 'publisher', 400) as publisher,
        -- Half of the names are the story's, half the article's own.
        if(draw(number, 'own names', 2) = 0, story + 1000000000, number) as named_by
    from numbered
    inner join story_slots using (position)
),
cast_list as (
    select
        *,
        if(draw(named_by, 'us', 5) = 0, 1, zipf(named_by, 'country', 80)) as country,
        zipf(named_by, 'organisation', 60000) as organisation,
        zipf(named_by, 'person', 400000) as person,
        if(draw(number, 'group', 2) = 0, zipf(named_by, 'place', 5000), null) as place
    from told
)
select
    cast_list.*,
    nations.code as country_code,
    capital(word(publisher * 31)) || pick([' Times', ' Post', ' Daily', ' News', ' Herald'], publisher, 'paper') as publisher_name,
    'https://www.paper' || publisher || '.example/' || strftime(published_at, '%Y/%m/%d') || '/'
    || word(draw(story, 'slug', 20000)) || '-' || article as url,
    capital(word(draw(story, 'title', 30000))) || ' ' || word(draw(article, 'title', 30000)) || ' talks, '
    || word(draw(number, 'title word', 30000)) || ' says' as title,
    [
        nations.name,
        capital(word(organisation)) || ' '
        || pick(['Group', 'Bank', 'Ministry', 'Institute', 'Union', 'Motors', 'Party'], organisation, 'body'),
        capital(word(person * 17)) || ' ' || capital(word(person // 9 + 5)),
        if(place is null, 'residents of ' || capital(word(draw(number, 'group', 32000))), capital(word(place * 13)) || ' City')
    ] as names,
    ['country', 'organisation', 'person', if(place is null, 'group', 'place')] as kinds,
    -- A described group is its article's own.
    [
        id('entity', 'country', nations.code),
        id('entity', 'organisation', organisation),
        id('entity', 'person', person),
        if(place is null, id('entity', 'group', article), id('entity', 'place', place))
    ] as entity_ids,
    id('article', 'url', '//' || url[13:]) as article_id,
    id('story', story) as story_id,
    sha256('page ' || number || ' of {seed}') as page_id,
    '{batch}' || lpad((number // {batch_articles})::varchar, 7, '0') as batch_id,
    number // {batch_articles} + 1 as load_seq
from cast_list
inner join nations on country = nations.rank
order by number;
