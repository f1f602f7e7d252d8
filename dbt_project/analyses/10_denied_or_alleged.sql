-- What is denied or only alleged, and by whom?
-- Read: one row per event as one article reports it. `speakers` are those to whom the text gives these words,
--   `reported_by` whom it names as its source; null where none was found.
-- Change: the threshold: what did not happen is read less surely, so look at the evidence.
with

-- Several statements may be about one event: their speakers become one list.
speakers as (

    select
        statements.event_mention_id,
        string_agg(distinct participants.name, '; ' order by participants.name) as speakers
    from {{ ref('statements') }} as statements
    inner join {{ ref('participants') }} as participants
        on statements.speaker_participant_id = participants.participant_id
    where statements.event_mention_id is not null
    group by statements.event_mention_id

),

final as (

    select
        event_mentions.status,
        event_mentions.title,
        speakers.speakers,
        event_mentions.reported_by,
        articles.publisher_name,
        articles.title as article_title,
        event_mentions.evidence
    from {{ ref('event_mentions') }} as event_mentions
    inner join {{ ref('articles') }} as articles
        on event_mentions.article_id = articles.article_id
    left join speakers
        on event_mentions.event_mention_id = speakers.event_mention_id
    where
        (event_mentions.polarity = 'denied' or event_mentions.attribution = 'alleged')
        and event_mentions.confidence >= 0.22

)

select * from final
order by status asc, title asc
