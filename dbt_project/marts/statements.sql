with

statements as (

    {{ current_facts(ref('stg_statements')) }}

),

event_mentions as (

    select *
    from {{ changed_rows('event_mentions') }}

),

final as (

    select
        statements.statement_id,
        event_mentions.event_id,
        statements.article_version_id,
        statements.article_id,
        statements.sentence_index,
        statements.char_start,
        statements.char_end,
        statements.evidence,
        statements.is_evidence_cut,
        statements.confidence,
        statements.method,
        statements.model_version,
        statements.kind,
        statements.speaker_participant_id,
        statements.addressee_participant_id,
        statements.about,
        statements.event_mention_id,
        statements.batch_id,
        statements.run_id
    from statements
    left join event_mentions
        on statements.event_mention_id = event_mentions.event_mention_id

)

{{ corrected('statements', 'final') }}
