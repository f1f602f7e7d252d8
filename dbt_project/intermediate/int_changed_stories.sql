{{ config(materialized='table') }}

{{ keys_of_changed_articles('story_id', 'story', 'articles') }}
