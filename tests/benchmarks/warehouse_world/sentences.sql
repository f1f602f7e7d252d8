-- Twelve sentences an article, in parts, so that every offset is a sum of lengths. Sentences 0, 4 and 8 tell an event, 1 to 10
-- state a figure, 0 to 3 name the participants first, 11 is a statement.
create or replace temp table made_sentences as
with
numbered as (
    select
        number,
        story,
        article_id,
        batch_id,
        load_seq,
        unnest(range(12)) as sentence,
        names,
        sentence in (0, 4, 8) as is_event,
        sentence between 1 and 10 as has_figure,
        -- The first event is the story's, the second that of a third of its reports, the third the article's own.
        case sentence
            when 0 then 'story ' || story
            when 4 then 'part ' || story || ' ' || number % 3
            when 8 then 'own ' || number
        end as event,
        draw(event, 'type', (select count(*) from triggers)) as type_number,
        -- Two figures are told by the whole story, as a toll is, and rise a little with each report.
        case
            when sentence in (1, 5) then draw(story, 'toll', 400) + draw(number, 'rise', 5) + 2
            else draw(number * 16 + sentence, 'value', 9000) + 2
        end as figure
    from made_articles
),
parts as (
    select
        numbered.*,
        case when sentence = 11 then '“We will see to the ' || word(draw(number, 'quote', 30000)) || ',” ' else '' end as lead,
        names[sentence % 4 + 1] as subject,
        if(sentence = 11, 'said', coalesce(triggers.words, 'looked at')) as verb,
        ' the ' || word(draw(story * 8 + sentence, 'topic', 30000)) || ' and '
        || word(draw(number * 16 + sentence, 'word', 30000)) || ' of '
        || word(draw(number * 16 + sentence, 'second', 30000)) || ', with ' as middle,
        case
            when not has_figure then ''
            when sentence % 4 = 0 then figure || ' days'
            when sentence % 4 = 1 then format('{{:,}}', figure) || ' people'
            when sentence % 4 = 2 then '€' || figure / 10 || ' million'
            else figure / 100 || '%'
        end as figure_text,
        if(sentence = 0, 'much', 'no') || ' more' as no_figure,
        ' for the ' as link,
        word(draw(story * 8 + sentence, 'item', 30000)) || ' plan' as item,
        ', as ' || word(draw(number * 16 + sentence, 'third', 30000)) || ' had said.' as tail,
        triggers.type,
        if(sentence % 3 = 2, chr(10) || chr(10), ' ') as gap
    from numbered
    left join triggers on is_event and numbered.type_number = triggers.type_number
),
whole as (
    select
        *,
        lead || subject || ' ' || verb || middle || if(has_figure, figure_text, no_figure) || link || item || tail as words
    from parts
),
placed as (
    select
        *,
        coalesce(sum(length(words) + length(gap)) over (
            partition by number order by sentence rows between unbounded preceding and 1 preceding
        ), 0)::bigint as char_start,
        char_start + length(words) as char_end,
        char_start + length(lead) as subject_start,
        subject_start + length(subject) + 1 as verb_start,
        verb_start + length(verb) + length(middle) as figure_start,
        figure_start + length(figure_text) as figure_end,
        figure_start + if(has_figure, length(figure_text), length(no_figure)) + length(link) as item_start
    from whole
)
select
    *,
    -- What the sentences after an event count belongs to it.
    if(sentence < 9, max(if(is_event, verb_start, null)) over (partition by number order by sentence), null) as event_start
from placed
-- As loading leaves them: the rows of a batch together.
order by number, sentence;

create or replace temp table made_texts as
with texts as (
    select number, trim(string_agg(words || gap, '' order by sentence), ' ' || chr(10)) as text
    from made_sentences
    group by number
)
select
    number,
    text,
    id('version', article_id, text) as article_version_id
from texts
inner join made_articles using (number);
