-- Who was first named in sentence `named` plays the role in the event of sentence `told`.
with roles as (
    select
        unnest([0, 0, 4, 8]) as told,
        unnest([0, 1, 2, 3]) as named,
        unnest(['actor', 'target', 'actor', 'affected']) as role
)
select
    article_version_id,
    sentences.article_id,
    id('event_mentions', article_version_id, verb_start) as event_mention_id,
    id('participants', article_version_id, kinds[named + 1], articles.names[named + 1]) as participant_id,
    role,
    'grammar' as role_method,
    0.5 + draw(number * 16 + named, 'sure how', 480) / 1000 as confidence,
    sentences.batch_id,
    sentences.load_seq
from made_sentences as sentences
inner join roles on sentence = told
inner join made_texts using (number)
inner join (select number, names, kinds from made_articles) as articles using (number)
order by number, sentence, named
