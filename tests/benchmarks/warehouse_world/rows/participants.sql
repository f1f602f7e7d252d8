select
    id('participants', article_version_id, kinds[sentence + 1], subject) as participant_id,
    article_version_id,
    sentences.article_id,
    sentence as sentence_index,
    char_start,
    char_end,
    words as evidence,
    false as is_evidence_cut,
    0.5 + draw(number * 16 + sentence, 'sure who', 480) / 1000 as confidence,
    kinds[sentence + 1] || '.full' as method,
    'made-up+rules1' as model_version,
    subject as name,
    kinds[sentence + 1] as kind,
    if(sentence = 2, [split_part(subject, ' ', 2)], []) as aliases,
    if(sentence = 2, 'spokesman', null) as description,
    if(sentence = 2, names[2], null) as affiliation,
    null as headcount,
    null as headcount_figure_id,
    null as represents_participant_id,
    if(sentence = 0, country_code, null) as country_code,
    subject_start as mention_start,
    subject_start + length(subject) as mention_end,
    subject as mention_text,
    sentences.batch_id,
    sentences.load_seq
from made_sentences as sentences
inner join made_texts using (number)
inner join (select number, country_code, kinds from made_articles) as articles using (number)
where sentence < 4
