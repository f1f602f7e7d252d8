with

event_mentions as (

    {{ current_facts(ref('stg_event_mentions')) }}

),

event_merges as (

    select * from {{ ref('stg_event_merges') }}

),

final as (

    select
        event_mentions.event_mention_id,
        event_merges.event_id,
        event_mentions.article_version_id,
        event_mentions.article_id,
        event_mentions.sentence_index,
        event_mentions.char_start,
        event_mentions.char_end,
        event_mentions.evidence,
        event_mentions.is_evidence_cut,
        event_mentions.confidence,
        event_mentions.method,
        event_mentions.model_version,
        event_mentions.type,
        event_mentions.plover_type,
        event_mentions.title,
        event_mentions.status,
        event_mentions.event_status,
        event_mentions.polarity,
        event_mentions.attribution,
        event_mentions.reported_by,
        event_mentions.trigger_start,
        event_mentions.trigger_end,
        event_mentions.trigger_text,
        event_mentions.date_start,
        event_mentions.date_end,
        event_mentions.date_precision,
        event_mentions.date_text,
        event_mentions.date_method,
        event_mentions.reference_date,
        event_mentions.place_text,
        event_mentions.place_name,
        event_mentions.place_kind,
        event_mentions.region_name,
        event_mentions.country_code,
        event_mentions.lat,
        event_mentions.lon,
        event_mentions.place_precision,
        event_mentions.place_method,
        event_mentions.is_headline,
        event_mentions.salience,
        event_mentions.batch_id,
        event_mentions.run_id
    from event_mentions
    left join event_merges
        on event_mentions.event_mention_id = event_merges.event_mention_id

)

{{ corrected('event_mentions', 'final') }}
