select
    id('event_mentions', article_version_id, verb_start) as event_mention_id,
    id('event', event) as event_id,
    if(sentence = 8, 'alone', 'merged') as rule,
    if(sentence = 8, 1, 0.8) as score,
    null as undone_event_id,
    null as undone_at
from made_sentences
inner join made_texts using (number)
where is_event
