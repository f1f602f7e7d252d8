{{ config(materialized='table') }}

{{ keys_of_changed_batches('reject_id', 'stg_rejects', 'rejects') }}
