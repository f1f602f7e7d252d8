with

participants as (

    {{ current_facts(ref('stg_participants')) }}

),

participant_entities as (

    select * from {{ ref('stg_participant_entities') }}

),

final as (

    select
        participants.participant_id,
        participant_entities.entity_id,
        participant_entities.rule as entity_rule,
        participant_entities.score as entity_score,
        participants.article_version_id,
        participants.article_id,
        participants.sentence_index,
        participants.char_start,
        participants.char_end,
        participants.evidence,
        participants.is_evidence_cut,
        participants.confidence,
        participants.method,
        participants.model_version,
        participants.name,
        participants.kind,
        participants.aliases,
        participants.description,
        participants.affiliation,
        participants.headcount,
        participants.headcount_figure_id,
        participants.represents_participant_id,
        participants.country_code,
        participants.mention_start,
        participants.mention_end,
        participants.mention_text,
        participants.batch_id,
        participants.run_id
    from participants
    left join participant_entities
        on participants.participant_id = participant_entities.participant_id

)

{{ corrected('participants', 'final') }}
