"""The tables of the schema `meta`: what a row is, the query on the candidate that makes them, what each column means.

Queries name the published database `{target}`; `publication.py` hands them their parameters.
"""

# (table, what a row is, query on the candidate, meaning of each column)
META = (
    (
        "tables",
        "One row per published table and view.",
        # A description's first sentence says what a row is.
        "select table_name, coalesce(nullif(regexp_extract(description, '^(.*?[.!?])(\\s|$)', 1, 's'), ''), description) "
        "as grain, description, row_count, is_view from ("
        "select table_name, comment as description, false as is_view from duckdb_tables() "
        "where database_name = '{target}' and schema_name = 'marts' union all "
        "select view_name, comment, true from duckdb_views() "
        "where database_name = '{target}' and schema_name = 'marts') join "
        "(select unnest($names::varchar[]) as table_name, unnest($counts::bigint[]) as row_count) using (table_name) "
        "order by table_name",
        {
            "table_name": "The table or view.",
            "grain": "What a row is: the description's first sentence.",
            "description": "What it holds.",
            "row_count": "How many rows it has.",
            "is_view": "Whether it is a view: made from other tables whenever it is asked.",
        },
    ),
    (
        "columns",
        "One row per column of a published table or view.",
        "select c.table_name, c.column_name, c.data_type, coalesce(c.comment, n.said) as description, "
        "d.deprecated_since, d.replaced_by from duckdb_columns() as c "
        "left join (select unnest($tables::varchar[]) as table_name, "
        "unnest($columns::varchar[]) as column_name, unnest($since::varchar[]) as deprecated_since, "
        "unnest($instead::varchar[]) as replaced_by) as d using (table_name, column_name) "
        "left join (select unnest($noted_tables::varchar[]) as table_name, "
        "unnest($noted_columns::varchar[]) as column_name, unnest($notes::varchar[]) as said) as n "
        "using (table_name, column_name) "
        "where c.database_name = '{target}' and c.schema_name = 'marts' order by c.table_name, c.column_index",
        {
            "table_name": "The table or view.",
            "column_name": "The column.",
            "data_type": "Its DuckDB type.",
            "description": "What it means.",
            "deprecated_since": "Version of the marts since which it is on its way out; null for a column to use.",
            "replaced_by": "What to use instead of a deprecated column; null where nothing takes its place.",
        },
    ),
    (
        "macros",
        "One row per macro of the schema `marts` and form of its parameters.",
        "select unnest($names::varchar[]) as macro_name, unnest($parameters::varchar[]) as parameters, "
        "unnest($is_table::boolean[]) as is_table, unnest($descriptions::varchar[]) as description, "
        "unnest($examples::varchar[]) as example",
        {
            "macro_name": "The macro.",
            "parameters": "Its parameters as one writes them, with their defaults.",
            "is_table": "Whether it gives rows (`from marts.name(...)`), or one value (`select marts.name(...)`).",
            "description": "What it gives.",
            "example": "A query to try; null where its description has none.",
        },
    ),
    (
        "publication",
        "One row: what this file is, and when and from what it was made.",
        "select $contract_version::bigint as contract_version, $daybook_version::varchar as daybook_version, "
        "$marts_version::varchar as marts_version, $generation::bigint as generation, $run_id::varchar as run_id, "
        "$published_at::timestamptz as published_at, "
        "(select count(*) from raw.loaded_batches) as batch_count, "
        "(select count(*) from raw.quarantined_batches) as quarantined_batch_count, "
        "(select max(captured_at) from raw.articles) as latest_captured_at, "
        "(select max(published_date) from raw.articles) as latest_published_date, "
        "$models::varchar[] as model_versions, $rules::varchar[] as rules",
        {
            "contract_version": "Version of the contract that the rows were read under.",
            "daybook_version": "Version of Daybook that made it.",
            "marts_version": "Semantic version of the marts: major where a column is gone or retyped, minor where one is new.",
            "generation": "Number of the published file, from 1; none is used twice.",
            "run_id": "The run that published it.",
            "published_at": "When it was published, UTC.",
            "batch_count": "Batches whose rows it was built from; `batches` lists them.",
            "quarantined_batch_count": "Batches that a gate refused.",
            "latest_captured_at": "How fresh it is: when the page last captured was captured, UTC.",
            "latest_published_date": "The latest day on which one of its articles was published.",
            "model_versions": "Models, and rules beside them, that its facts were read by.",
            "rules": "Rules and tools that made its rows, each with its version.",
        },
    ),
    (
        "batches",
        "One row per batch that the file was built from.",
        r"select batch_id, regexp_replace(batch_id, '-\d+$', '') as run_id, row_count, "
        "row_number() over (order by load_seq) as load_order from raw.loaded_batches order by load_order",
        {
            "batch_id": "The batch, as rows of the marts name it.",
            "run_id": "The run that found its pages.",
            "row_count": "Rows that it brought.",
            "load_order": "Its place in the order of arrival, from 1.",
        },
    ),
    (
        "quality_results",
        "One row per check that the file has passed, or failed as a warning.",
        "select gate, table_name, expectation, column_name, is_success, unexpected_count, severity "
        "from raw.quality_results order by all",
        {
            "gate": "The gate: check_batches or check_marts.",
            "table_name": "The table that was checked.",
            "expectation": "What was expected.",
            "column_name": "Of which column; null for a whole row.",
            "is_success": "Whether it held.",
            "unexpected_count": "Rows that break it.",
            "severity": "What a breach means: critical keeps the data out, warning is told.",
        },
    ),
)  # fmt: skip
