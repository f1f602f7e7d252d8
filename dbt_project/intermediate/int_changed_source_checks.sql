{{ config(materialized='table') }}

{{ keys_of_changed_batches('checked_at', 'stg_source_checks', 'source_checks') }}
