with

article_copies as (

    select * from {{ ref('stg_article_copies') }}

),

versions as (

    select * from {{ ref('int_article_versions') }}

),

-- The first may be an earlier wording of its article: the copy was made before the edit.
final as (

    select
        copies.article_id,
        firsts.article_id as first_article_id,
        article_copies.article_version_id,
        article_copies.first_article_version_id,
        article_copies.similarity,
        article_copies.containment
    from article_copies
    inner join {{ changed_rows('int_article_versions') }} as copies
        on article_copies.article_version_id = copies.article_version_id
    inner join versions as firsts
        on article_copies.first_article_version_id = firsts.article_version_id
    where copies.is_current

)

select * from final
