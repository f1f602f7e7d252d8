-- What did a person say?
-- Read: one row per statement. `kind`: direct (quoted), indirect (in the article's words), mixed. `evidence` are
--   the words.
-- Change: the name, as `entities` spells it; to search by any spelling join `entity_aliases` and compare `alias`.
with

final as (

    select
        articles.published_date,
        articles.publisher_name,
        statements.kind,
        statements.about,
        statements.evidence
    from {{ ref('statements') }} as statements
    inner join {{ ref('participants') }} as participants
        on statements.speaker_participant_id = participants.participant_id
    inner join {{ ref('entities') }} as entities
        on participants.entity_id = entities.entity_id
    inner join {{ ref('articles') }} as articles
        on statements.article_id = articles.article_id
    where entities.name = 'Scott Bessent'
    order by
        articles.published_date asc,
        articles.article_id asc,
        statements.char_start asc

)

select * from final
