{{ config(materialized='table') }}

{{ keys_of_changed_articles('entity_id', 'entity', 'participants') }}
