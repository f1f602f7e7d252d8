select
    id('statements', article_version_id, char_start, char_end) as statement_id,
    article_version_id,
    sentences.article_id,
    sentence as sentence_index,
    char_start,
    char_end,
    words as evidence,
    false as is_evidence_cut,
    0.8 as confidence,
    'statement' as method,
    'made-up+rules1' as model_version,
    'direct' as kind,
    id('participants', article_version_id, kinds[4], subject) as speaker_participant_id,
    null as addressee_participant_id,
    item as about,
    null as event_mention_id,
    sentences.batch_id,
    sentences.load_seq
from made_sentences as sentences
inner join made_texts using (number)
inner join (select number, kinds from made_articles) as articles using (number)
where sentence = 11
