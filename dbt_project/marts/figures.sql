with

figures as (

    {{ current_facts(ref('stg_figures')) }}

),

event_mentions as (

    select *
    from {{ changed_rows('event_mentions') }}

),

participants as (

    select *
    from {{ changed_rows('participants') }}

),

final as (

    select
        figures.figure_id,
        event_mentions.event_id,
        participants.entity_id as item_entity_id,
        figures.article_version_id,
        figures.article_id,
        figures.sentence_index,
        figures.char_start,
        figures.char_end,
        figures.evidence,
        figures.is_evidence_cut,
        figures.confidence,
        figures.method,
        figures.model_version,
        figures.figure_start,
        figures.figure_end,
        figures.figure_text,
        figures.value,
        figures.value_high,
        figures.qualifier,
        figures.unit,
        figures.unit_head,
        figures.kind,
        figures.unit_surface,
        figures.value_si,
        figures.unit_si,
        figures.item,
        figures.item_start,
        figures.item_end,
        figures.item_head,
        figures.item_participant_id,
        figures.trend,
        figures.alternative_of_figure_id,
        figures.change_from_figure_id,
        figures.event_mention_id,
        figures.period_start,
        figures.period_end,
        figures.batch_id,
        figures.run_id
    from figures
    left join event_mentions
        on figures.event_mention_id = event_mentions.event_mention_id
    left join participants
        on figures.item_participant_id = participants.participant_id

)

{{ corrected('figures', 'final') }}
