select
    id('figures', article_version_id, figure_start, figure_end) as figure_id,
    if(sentence in (1, 5), id('figure_series', 'story', story, sentence), id('figure_series', 'own', number, sentence)) as series_id,
    item as measure,
    if(sentence in (1, 5), 'same_count', 'alone') as rule,
    0.9 as score
from made_sentences
inner join made_texts using (number)
where sentence between 1 and 9
