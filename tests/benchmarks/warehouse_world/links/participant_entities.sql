select
    id('participants', article_version_id, kinds[sentence + 1], subject) as participant_id,
    entity_ids[sentence + 1] as entity_id,
    'name' as rule,
    0.97 as score,
    kinds[sentence + 1] || ':' || lower(subject) as block
from made_sentences as sentences
inner join made_texts using (number)
inner join (select number, kinds, entity_ids from made_articles) as articles using (number)
where sentence < 4
