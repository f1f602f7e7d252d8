with

figures as (

    select * from {{ ref('figures') }}

),

final as (

    select
        figure_id,
        event_id,
        item_entity_id,
        article_version_id,
        article_id,
        sentence_index,
        char_start,
        char_end,
        evidence,
        is_evidence_cut,
        confidence,
        method,
        model_version,
        figure_start,
        figure_end,
        figure_text,
        value,
        value_high,
        qualifier,
        unit,
        unit_head,
        kind,
        unit_surface,
        value_si,
        unit_si,
        item,
        item_start,
        item_end,
        item_head,
        item_participant_id,
        trend,
        alternative_of_figure_id,
        change_from_figure_id,
        event_mention_id,
        period_start,
        period_end,
        batch_id,
        run_id,
        uncorrected,
        corrected_columns
    from figures
    where confidence >= {{ var('confident_figure') }}

)

select * from final
