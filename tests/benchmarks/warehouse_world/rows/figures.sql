with told as (
    select *
    from made_sentences
    inner join made_texts using (number)
    where has_figure
)
select
    id('figures', article_version_id, figure_start, figure_end) as figure_id,
    article_version_id,
    article_id,
    sentence as sentence_index,
    char_start,
    char_end,
    words as evidence,
    false as is_evidence_cut,
    0.5 + draw(number * 16 + sentence, 'sure', 480) / 1000 as confidence,
    ['digits.duration', 'digits.count', 'digits.money', 'digits.percent'][sentence % 4 + 1] as method,
    'made-up+rules1' as model_version,
    figure_start,
    figure_end,
    figure_text,
    case sentence % 4
        when 2 then figure * 100000
        when 3 then figure / 100::decimal(38, 9)
        else figure
    end as value,
    null as value_high,
    'exact' as qualifier,
    ['day', 'person', 'EUR', 'percent'][sentence % 4 + 1] as unit,
    ['day', 'person', 'EUR', 'percent'][sentence % 4 + 1] as unit_head,
    ['duration', 'count', 'money', 'percent'][sentence % 4 + 1] as kind,
    ['days', 'people', '€', '%'][sentence % 4 + 1] as unit_surface,
    if(sentence % 4 = 0, figure * 86400, null) as value_si,
    if(sentence % 4 = 0, 's', null) as unit_si,
    item,
    item_start,
    item_start + length(item) as item_end,
    'plan' as item_head,
    -- One figure in ten is about somebody.
    if(sentence = 2, id('participants', article_version_id, 'person', names[3]), null) as item_participant_id,
    if(figure % 5 = 0, 'up', 'none') as trend,
    null as alternative_of_figure_id,
    null as change_from_figure_id,
    if(event_start is null, null, id('event_mentions', article_version_id, event_start)) as event_mention_id,
    null as period_start,
    null as period_end,
    batch_id,
    load_seq
from told
