with

articles as (

    select * from {{ ref('articles') }}

),

spellings as (

    select
        publisher_id,
        publisher_name,
        count(*) as article_count,
        min(published_date) as first_published_date,
        max(published_date) as last_published_date
    from articles
    where
        publisher_id is not null
        {{- changed_only('publisher_id', 'int_changed_publishers', 'and') }}
    group by
        publisher_id,
        publisher_name

),

-- The spelling most used; of two used as much, the first in the alphabet.
ranked as (

    select
        *,
        row_number() over (
            partition by publisher_id
            order by
                article_count desc,
                publisher_name asc
        ) as spelling_rank
    from spellings

),

final as (

    select
        publisher_id,
        arg_min(publisher_name, spelling_rank) as publisher_name,
        sum(article_count)::bigint as article_count,
        min(first_published_date) as first_published_date,
        max(last_published_date) as last_published_date
    from ranked
    group by publisher_id

)

select * from final
