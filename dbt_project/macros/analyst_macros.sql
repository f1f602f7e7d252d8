{#
    Three questions that analysts ask again and again, as table macros of the warehouse: search_articles, events_between,
    evidence_of. They name their relations as `marts.x`, without a database, so that the published copy has them too.
#}

{# Makes the macros at the end of a build that made the marts, not of an analyst's own in `dev_marts`: see `on-run-end`. #}
{% macro create_analyst_macros() %}
    {% if execute and flags.WHICH in ('build', 'run') and target.name != 'dev' and marts_for_analyst_macros_exist() %}
        {% do run_query(search_articles_sql()) %}
        {% do run_query(events_between_sql()) %}
        {% do run_query(evidence_of_sql()) %}
    {% endif %}
{% endmacro %}

{# What a macro gives: its comment, or a note of a lake, which has no comments of macros. #}
{% macro describe_table_macro(name, said) %}
    {%- if is_lake() -%}
{{ keep_notes(name, {none: said}) }}
    {%- else -%}
comment on macro table marts.{{ name }} is '{{ said | replace("'", "''") }}';
    {%- endif -%}
{% endmacro %}

{# A build of a few models only may have made no marts yet. #}
{% macro marts_for_analyst_macros_exist() %}
    {% set needed = [
        'articles', 'article_texts', 'stories', 'events', 'event_mentions', 'figures', 'figure_series', 'participants',
        'statements', 'entities', 'id_redirects'
    ] %}
    {% set found = namespace(all=true) %}
    {% for name in needed %}
        {% if not adapter.get_relation(database=target.database, schema='marts', identifier=name) %}
            {% set found.all = false %}
        {% endif %}
    {% endfor %}
    {{ return(found.all) }}
{% endmacro %}

{#
    search_articles(words): articles that have all the words, best first.

    Only letters and digits are left of what people type, so nothing of it is read as a pattern. A first pass over all texts
    looks for the longest word, in any spelling of its accents, with one expression: as a constant it is compiled once. What
    passes is folded, every gap between words made two spaces wide, and a word is then ` word `, a phrase ` two  words `.
#}
{% macro search_articles_sql() %}
create or replace macro marts.search_articles(words) as table
with

asked as (

    select
        list_sort(list_distinct(list_transform(
            list_filter(
                list_transform(
                    regexp_extract_all(strip_accents(lower(words::varchar)), '["“”][^"“”]*["“”]|[^\s"“”]+'),
                    lambda phrase: regexp_extract_all(phrase, '[\p{L}\p{N}]+')
                ),
                lambda parts: len(parts) > 0
            ),
            lambda parts: ' ' || array_to_string(parts, '  ') || ' '
        ))) as needles

),

-- Of an article whose text is not published: the sentences of its facts, which are.
facts as (

    {% for table in ['figures', 'participants', 'event_mentions', 'statements'] -%}
    select article_id, char_start, evidence
    from marts.{{ table }}
    where article_id in (select article_id from marts.articles where not is_text_publishable)
    {% if not loop.last %}union{% endif %}
    {% endfor %}

),

bodies as (

    select article_id, text as body from marts.article_texts
    union all
    select article_id, string_agg(evidence, ' … ' order by char_start, evidence) as body
    from facts
    group by article_id

),

candidates as materialized (

    select
        articles.article_id,
        coalesce(articles.title, '') as title,
        coalesce(bodies.body, '') as body
    from marts.articles as articles
    left join bodies
        on articles.article_id = bodies.article_id
    where
        regexp_matches(
            lower(concat_ws(' ', articles.title, bodies.body)),
            regexp_replace(
                regexp_replace(
                    list_max(list_transform(
                        regexp_extract_all(strip_accents(lower(words::varchar)), '[\p{L}\p{N}]+'),
                        lambda part: {'size': length(part), 'part': part}
                    ))['part'],
                    '[^a-z0-9]', '.', 'g'
                ),
                '([a-z])', '[\1À-ɏḀ-ỿ][\\x{0300}-\\x{036F}]*', 'g'
            )
        )

),

folded as materialized (

    select
        article_id,
        title,
        body,
        strip_accents(lower(title)) as folded_title,
        -- Folding accents is slow: only where there are any.
        case
            when regexp_matches(body, '[À-῿℀-⅏\x{3040}-\x{10FFFF}]') then strip_accents(lower(body))
            else lower(body)
        end as folded_body
    from candidates

),

spaced as materialized (

    select
        *,
        '  ' || regexp_replace(folded_title, '[^\p{L}\p{N}]+', '  ', 'g') || '  ' as title_words,
        '  ' || regexp_replace(folded_body, '[^\p{L}\p{N}]+', '  ', 'g') || '  ' as body_words
    from folded

),

found as materialized (

    select
        spaced.*,
        asked.needles,
        string_split(
            spaced.folded_body,
            split_part(trim(list_filter(
                asked.needles, lambda needle: contains(spaced.body_words, needle)
            )[1]), '  ', 1)
        ) as pieces,
        length(split_part(trim(list_filter(
            asked.needles, lambda needle: contains(spaced.body_words, needle)
        )[1]), '  ', 1)) as piece_gap
    from spaced
    cross join asked
    where len(list_filter(asked.needles, lambda needle: not contains(title_words || body_words, needle))) = 0

),

-- Where the first of the words stands in the text, in characters from 1; null where the title alone has them.
placed as materialized (

    select
        *,
        list_filter(
            range(1, len(pieces)),
            lambda number:
                not regexp_matches(right(pieces[number], 1), '[\p{L}\p{N}]')
                and not regexp_matches(left(pieces[number + 1], 1), '[\p{L}\p{N}]')
        )[1] as piece_number
    from found

),

windows as materialized (

    select
        *,
        greatest(
            1,
            (
                (length(array_to_string(pieces[1:piece_number], '')) + (piece_number - 1) * piece_gap)
                * (length(body)::double / greatest(length(folded_body), 1))
            )::bigint - 100
        ) as window_start
    from placed

),

final as (

    select
        windows.article_id,
        articles.title,
        articles.publisher_name,
        articles.published_date,
        articles.url,
        list_sum(list_transform(
            windows.needles,
            lambda needle:
                5 * (len(string_split(title_words, needle)) - 1) + len(string_split(body_words, needle)) - 1
        ))::bigint as score,
        case
            when windows.piece_number is null then left(windows.title, 300)
            else concat(
                if(window_start > 1, '… ', ''),
                trim(regexp_replace(
                    concat(
                        if(
                            window_start > 1,
                            regexp_replace(substring(body, window_start, 80), '^\S*\s+', ''),
                            substring(body, 1, 80)
                        ),
                        substring(body, window_start + 80, 120),
                        if(
                            window_start + 280 <= length(body),
                            regexp_replace(substring(body, window_start + 200, 80), '\s+\S*$', ''),
                            substring(body, window_start + 200, 80)
                        )
                    ),
                    '\s+', ' ', 'g'
                )),
                if(window_start + 280 <= length(body), ' …', '')
            )
        end as snippet
    from windows
    inner join marts.articles as articles
        on windows.article_id = articles.article_id

)

select * from final
order by score desc, published_date desc nulls last, article_id asc;
{{ describe_table_macro('search_articles', "Articles that have all the words, best first: whole words, whatever their case and accents; \"two words\" in double quotes stand beside each other. Searched are the title and the published text, or, where the text is not published, the sentences of the facts. score: 5 for each time in the title, 1 for each in the text. Example: from search_articles('\"civil protection\" floods') limit 20") }}
{% endmacro %}

{#
    events_between(first_day, last_day): events whose time overlaps those days; null is an open end.

    An end that no text gives is open only where the event goes on. Else it is the end of the period that its beginning
    names (the month of "from March"); a beginning that no text gives is that of the period of its end, and what is planned,
    possible or going on is not older than its first report ("may reopen by Sunday").
#}
{% macro events_between_sql() %}
create or replace macro marts.events_between(first_day, last_day) as table
with

dated as (

    select
        events.*,
        case
            when date_start is not null then date_start
            when status in ('planned', 'possible', 'ongoing') then least(first_published_date, date_end)
            when date_precision in ('week', 'month', 'quarter', 'year', 'decade')
                then date_trunc(date_precision, date_end)::date
            else date_end
        end as overlap_start,
        case
            when date_end is not null then date_end
            when status = 'ongoing' then 'infinity'::date
            when date_precision = 'week' then date_trunc('week', date_start)::date + 6
            when date_precision = 'month' then last_day(date_start)
            when date_precision = 'quarter' then (date_trunc('quarter', date_start) + interval 3 month)::date - 1
            when date_precision = 'year' then (date_trunc('year', date_start) + interval 1 year)::date - 1
            when date_precision = 'decade' then (date_trunc('decade', date_start) + interval 10 year)::date - 1
            else date_start
        end as overlap_end
    from marts.events as events
    where date_start is not null or date_end is not null

),

final as (

    select * exclude (overlap_start, overlap_end)
    from dated
    where
        overlap_end >= coalesce(first_day::date, '-infinity'::date)
        and overlap_start <= coalesce(last_day::date, 'infinity'::date)

)

select * from final
order by date_start asc nulls last, date_end asc nulls last, event_id asc;
{{ describe_table_macro('events_between', "Events whose time overlaps the days from first_day to last_day, in order; null is an open end. What has no date is not there; what has no last day ends with the period that its first day names, or is open where it goes on. Example: from events_between('2025-09-15', '2025-09-21')") }}
{% endmacro %}

{#
    evidence_of(id): the sentences that a row rests on. An event rests on its mentions, an entity on its participants, a
    series on its figures, a story and an article on every fact read from them.
#}
{% macro evidence_of_sql() %}
create or replace macro marts.evidence_of(id) as table
with

-- An id that is no longer used stands for the one that took its place.
asked as (

    select coalesce(max(id_redirects.new_id), any_value(given.given_id)) as asked_id
    from (select id::varchar as given_id) as given
    left join marts.id_redirects as id_redirects
        on given.given_id = id_redirects.old_id

),

-- Which kind of thing the id is of is asked of the small tables first: facts are then looked for by one of their keys only.
asked_events as (

    select event_id as key_id
    from marts.events
    where event_id in (select asked_id from asked)

),

asked_entities as (

    select entity_id as key_id
    from marts.entities
    where entity_id in (select asked_id from asked)

),

asked_articles as (

    select article_id as key_id
    from marts.articles
    where article_id in (select asked_id from asked)
    union all
    select article_id as key_id
    from marts.articles
    where story_id in (select asked_id from asked)

),

asked_facts as (

    select asked_id as key_id
    from asked
    where
        not exists (select 1 from asked_events)
        and not exists (select 1 from asked_entities)
        and not exists (select 1 from asked_articles)

),

asked_series_figures as (

    select figure_id as key_id
    from marts.figure_series
    where series_id in (select key_id from asked_facts)

),

sentences as (

    {% for kind, table, words, ways in [
        ('event_mention', 'event_mentions', 'trigger_text',
         [('event_mention_id', 'asked_facts'), ('event_id', 'asked_events'), ('article_id', 'asked_articles')]),
        ('figure', 'figures', 'figure_text',
         [('figure_id', 'asked_facts'), ('figure_id', 'asked_series_figures'), ('article_id', 'asked_articles')]),
        ('participant', 'participants', 'mention_text',
         [('participant_id', 'asked_facts'), ('entity_id', 'asked_entities'), ('article_id', 'asked_articles')]),
        ('statement', 'statements', 'evidence',
         [('statement_id', 'asked_facts'), ('article_id', 'asked_articles')]),
    ] -%}
    {% set outer_loop = loop -%}
    {% for key, asked in ways -%}
    select
        '{{ kind }}' as kind,
        {{ kind }}_id as row_id,
        article_id,
        char_start,
        char_end,
        evidence,
        {{ words }} as words,
        confidence,
        method,
        model_version
    from marts.{{ table }}
    where {{ key }} in (select key_id from {{ asked }})
    {% if not (loop.last and outer_loop.last) %}union all{% endif %}
    {% endfor -%}
    {% endfor %}

),

final as (

    select
        sentences.kind,
        sentences.row_id,
        sentences.article_id,
        articles.title,
        articles.publisher_name,
        articles.url,
        articles.published_date,
        sentences.char_start,
        sentences.char_end,
        sentences.evidence,
        sentences.words,
        sentences.confidence,
        sentences.method,
        sentences.model_version
    from sentences
    left join marts.articles as articles
        on sentences.article_id = articles.article_id

)

select * from final
order by published_date asc nulls last, article_id asc, char_start asc, char_end asc, kind asc, row_id asc;
{{ describe_table_macro('evidence_of', "The sentences that a row rests on, one row each, with the article and how it was read. Takes the id of an event, event mention, figure, figure series, participant, statement, entity, article or story; an id that was published earlier is followed to the one that took its place. Example: from evidence_of((select event_id from events where is_headline limit 1))") }}
{% endmacro %}
