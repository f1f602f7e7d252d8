{{ config(materialized='table') }}

{{ keys_of_changed_batches('page_uri', 'stg_fetches', 'fetches') }}
