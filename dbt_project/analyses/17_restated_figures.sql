-- Do figures that are given in two units agree?
-- Read: one row per figure that restates another. `deviation_percent` compares both in SI units: a few percent are
--   rounding, more is an error of the page or of the reading.
-- Change: `where abs(deviation_percent) > 5` for those worth a look. Money has no SI unit and is left out.
with

final as (

    select
        originals.figure_text as original,
        restated.figure_text as restated,
        round(originals.value_si, 3) as original_si,
        round(restated.value_si, 3) as restated_si,
        originals.unit_si,
        round(100 * (restated.value_si / originals.value_si - 1), 1) as deviation_percent,
        articles.publisher_name
    from {{ ref('figures') }} as restated
    inner join {{ ref('figures') }} as originals
        on restated.alternative_of_figure_id = originals.figure_id
    inner join {{ ref('articles') }} as articles
        on restated.article_id = articles.article_id
    where
        originals.unit_si = restated.unit_si
        and originals.value_si != 0

)

select * from final
order by abs(deviation_percent) desc, original asc
