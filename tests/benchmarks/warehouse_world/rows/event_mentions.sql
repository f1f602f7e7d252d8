select
    id('event_mentions', article_version_id, verb_start) as event_mention_id,
    article_version_id,
    sentences.article_id,
    sentence as sentence_index,
    char_start,
    char_end,
    words as evidence,
    false as is_evidence_cut,
    0.5 + draw(number * 16 + sentence, 'sure what', 480) / 1000 as confidence,
    'trigger' as method,
    'made-up+rules1' as model_version,
    sentences.type,
    null as plover_type,
    verb || ' the ' || item as title,
    status,
    status as event_status,
    'affirmed' as polarity,
    'stated' as attribution,
    null as reported_by,
    verb_start as trigger_start,
    verb_start + length(verb) as trigger_end,
    verb as trigger_text,
    published_at::date - 1 as date_start,
    published_at::date - 1 as date_end,
    'day' as date_precision,
    'on ' || dayname(published_at::date - 1) as date_text,
    'relative' as date_method,
    published_at::date as reference_date,
    city as place_text,
    city as place_name,
    'city' as place_kind,
    null as region_name,
    country_code,
    draw(event, 'lat', 160) - 80 as lat,
    draw(event, 'lon', 360) - 180 as lon,
    'city' as place_precision,
    'text' as place_method,
    sentence = 0 as is_headline,
    1 - sentence / 12 as salience,
    sentences.batch_id,
    sentences.load_seq
from (
    select
        *,
        pick(['occurred', 'occurred', 'occurred', 'planned', 'ongoing'], event, 'status') as status,
        capital(word(draw(event, 'city', 9000))) as city
    from made_sentences
) as sentences
inner join made_texts using (number)
inner join (select number, country_code, published_at from made_articles) as articles using (number)
where is_event
