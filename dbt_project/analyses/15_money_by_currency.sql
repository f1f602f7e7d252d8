-- How many sums of money are named, and which is the largest in each currency?
-- Read: one row per currency. A sum that only restates another in a second currency is not counted again.
-- Change: `kind` to `mass`, `length` or `percent`; for one list over currencies you need rates of your own.
with

final as (

    select
        figures.unit,
        count(*) as figure_count,
        max(figures.value)::double as largest_value,
        arg_max(figures.figure_text, figures.value) as largest_text,
        arg_max(figures.item, figures.value) as largest_of,
        arg_max(articles.publisher_name, figures.value) as publisher_name
    from {{ ref('figures') }} as figures
    inner join {{ ref('articles') }} as articles
        on figures.article_id = articles.article_id
    where
        figures.kind = 'money'
        and figures.alternative_of_figure_id is null
        and figures.confidence >= 0.5
    group by figures.unit

)

select * from final
order by figure_count desc, unit asc
