{{ config(materialized='table') }}

{{ keys_of_changed_articles('publisher_id', 'publisher', 'articles') }}
