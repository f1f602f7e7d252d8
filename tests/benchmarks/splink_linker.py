"""The same mentions linked by splink, in an environment of its own: `make bench-linking BENCH_ARGS=--splink`.

What splink is given, so that it does as well as it can: names folded, in order and sorted, their initials, all forms that the
article uses, codes for the names of countries, what is said of the thing, and who else the article names; names compared exactly
(with term frequencies), by order, acronym, alias and Jaro-Winkler; parameters estimated on these very mentions; the threshold
that scores best, found with the truth. Groups, which are of their article alone, are left out.
"""

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

THRESHOLDS = (0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999, 0.9999, 0.999999)
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Linked:
    """What splink found at its best threshold, and what it took: training, prediction, one clustering."""

    found: object  # numpy array, a number per mention
    seconds: float
    cpu_seconds: float
    peak_mib: float
    note: str


def link_by_splink(mentions, python: Path) -> Linked:
    """Links `linking_world.generate.Mentions` with the given Python, which has splink."""
    import numpy as np
    import pyarrow.parquet as pq
    from linking_world.scores import score

    with tempfile.TemporaryDirectory() as folder:
        rows, out = Path(folder, "rows.parquet"), Path(folder, "clusters.parquet")
        pq.write_table(features(mentions.table), rows)
        done = subprocess.run([python, __file__, rows, out], check=True, stdout=subprocess.PIPE, text=True)
        told = json.loads(done.stdout.splitlines()[-1])
        clusters = pq.read_table(out)
    best = None
    for threshold in THRESHOLDS:
        found = np.arange(mentions.table.num_rows) + mentions.table.num_rows
        found[clusters["unique_id"].to_numpy()] = clusters[f"at_{threshold}"].to_numpy()
        reached = score(mentions.entity, found, mentions.is_of_interest).f1
        if best is None or reached > best[0]:
            best = (reached, threshold, found)
    note = f"splink {told['version']}, {told['pairs']:,} pairs kept, best threshold {best[1]}"
    return Linked(best[2], told["seconds"], told["cpu_seconds"], told["peak_mib"], note)


def features(table):
    """What splink compares, a row a mention; groups left out. `unique_id` is the row's number."""
    import pyarrow as pa
    from linking_world.material import without_marks

    def fold(text: str | None) -> str | None:
        return text and " ".join(_WORDS.findall(without_marks(text).casefold()))

    rows = table.select(
        ["article_id", "name", "kind", "aliases", "description", "affiliation", "country_code"]
    ).to_pylist()
    beside: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["kind"] != "group":
            beside[row["article_id"]].append(fold(row["name"]) or "")
    found = []
    for number, read in enumerate(rows):
        if read["kind"] == "group":
            continue
        # A country has a code: with it in the place of its names, splink cannot take Washington for the United States.
        is_coded = read["kind"] == "country" and read["country_code"]
        row = read | {"name": read["country_code"], "aliases": []} if is_coded else read
        name = (fold(row["name"]) or "").removeprefix("the ")
        words = name.split() or [""]
        plain = without_marks(row["name"]).replace(".", "")
        acronym = plain.removeprefix("the ").casefold() if plain.removeprefix("the ").isupper() else None
        found.append(
            {
                "unique_id": number,
                "kind": row["kind"],
                "name": name,
                "sorted": " ".join(sorted(words)),
                "first": words[0],
                "last": words[-1],
                "initials": acronym or ("".join(w[0] for w in plain.split() if w[0].isupper()).casefold() or None),
                "acronym": acronym,
                # All forms but "ministry" or "court", which are called so in every article.
                "names": sorted({name, *(fold(alias) for alias in row["aliases"] if alias[:1].isupper())} - {None, ""}),
                "description": fold(row["description"]),
                "affiliation": fold(row["affiliation"]),
                "country": row["country_code"],
                "beside": sorted(set(beside[row["article_id"]]) - {fold(row["name"])}),
            }
        )
    return pa.Table.from_pylist(found)


def _main(rows: Path, out: Path) -> None:
    """In splink's environment: train, predict, cluster at each threshold; what it took as JSON."""
    import duckdb
    import pyarrow.parquet as pq
    import splink
    import splink.comparison_level_library as level
    import splink.comparison_library as comparison
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    start, cpu_start = time.perf_counter(), time.process_time()
    database = DuckDBAPI(duckdb.connect())
    names = comparison.CustomComparison(
        output_column_name="name",
        comparison_levels=[
            level.NullLevel("name"),
            level.ExactMatchLevel("name").configure(tf_adjustment_column="name"),
            level.ExactMatchLevel("sorted"),
            level.JaroWinklerLevel("name", 0.95),
            level.CustomLevel("acronym_l = initials_r or acronym_r = initials_l", "acronym"),
            level.ArrayIntersectLevel("names", 1),
            level.JaroWinklerLevel("name", 0.88),
            level.ExactMatchLevel("last"),
            level.ElseLevel(),
        ],
    )
    acronyms = "l.initials = r.initials and l.kind = r.kind and (l.acronym is not null or r.acronym is not null)"
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            names,
            comparison.ExactMatch("kind"),
            comparison.ExactMatch("country"),
            comparison.JaroWinklerAtThresholds("description", [0.92, 0.8]),
            comparison.JaroWinklerAtThresholds("affiliation", [0.92, 0.8]),
            comparison.ArrayIntersectAtSizes("beside", [4, 2, 1]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("name"),
            block_on("sorted"),
            block_on("kind", "last", "substr(first, 1, 1)"),
            acronyms,
            block_on("kind", "names", arrays_to_explode=["names"]),
        ],
        retain_matching_columns=False,
        max_iterations=10,  # with more, the share of a rare level may underflow, which splink refuses
    )
    linker = Linker(database.register(pq.read_table(rows)), settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match([block_on("name")], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first"))
    predictions = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    table, clustering = None, []
    for threshold in THRESHOLDS:
        start, cpu_start = time.perf_counter(), time.process_time()
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, threshold)
        clusters = found.as_pyarrow_table().select(["unique_id", "cluster_id"]).sort_by("unique_id")
        clustering.append((time.perf_counter() - start, time.process_time() - cpu_start))
        if table is None:
            table = clusters.select(["unique_id"])
        table = table.append_column(f"at_{threshold}", clusters["cluster_id"])
    pq.write_table(table, out)
    middle = sorted(clustering)[len(clustering) // 2]
    told = {
        "version": splink.__version__ if hasattr(splink, "__version__") else "",
        "pairs": predictions.as_duckdbpyrelation().count("*").fetchall()[0][0],
        "seconds": seconds + middle[0],
        "cpu_seconds": cpu_seconds + middle[1],
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    _main(*map(Path, sys.argv[1:]))
