"""Tells where the marts come from: events of OpenLineage for each build, model and data test. The one door to OpenLineage.

Where they go its own variables say (https://openlineage.io/docs/client/python): `OPENLINEAGE__TRANSPORT`, `OPENLINEAGE_URL`, or
an `openlineage.yml`. Without one of them, or with `OPENLINEAGE_DISABLED`, nothing is told and nothing is imported.
"""

# Its part for dbt ships no types.
# mypy: disable-error-code="import-untyped"

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.runtime.logs import log

if TYPE_CHECKING:
    from openlineage.client import OpenLineageClient
    from openlineage.client.event_v2 import RunEvent, RunState
    from openlineage.common.provider.dbt.facets import ParentRunMetadata

# How long events that are sent in the background may take at the end, in seconds.
_CLOSE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Told:
    """What lineage names: the dbt project, where it leaves its artifacts, and the file that its tables end up in.

    warehouse: the last good build, or where a lake lies. The candidate that dbt works on is another file every time.
    parents: who runs the build, nearest first, each as OpenLineage's `namespace/job/run`: a task and its DAG's run. Without any,
    OPENLINEAGE_PARENT_ID and OPENLINEAGE_ROOT_PARENT_ID name them.
    """

    project_dir: Path
    target_dir: Path
    warehouse: Path | str
    parents: Sequence[str] = ()


@contextmanager
def tell_lineage(told: Told) -> Iterator[None]:
    """Tell of the dbt build that is made inside, and of its models and tests once it has ended, green or red.

    What cannot be told is a warning in the log; it fails no build.
    """
    telling = _begin(told)
    if telling is None:
        yield
        return
    try:
        yield
    except BaseException:
        telling.end(is_green=False)
        raise
    telling.end(is_green=True)


def is_configured(environment: Mapping[str, str], folders: Sequence[Path]) -> bool:
    """Whether OpenLineage's variables, or an `openlineage.yml` in one of the folders, may name a transport."""
    if environment.get("OPENLINEAGE_DISABLED", "").strip().lower() == "true":
        return False
    named = ("OPENLINEAGE_URL", "OPENLINEAGE_CONFIG", "OPENLINEAGE__TRANSPORT")
    is_named = any(name.startswith(named) and value for name, value in environment.items())
    return is_named or any((folder / "openlineage.yml").is_file() for folder in folders)


def _begin(told: Told) -> "_Telling | None":
    # The standard's own variables, and where its client looks for a file: no settings of ours.
    if not is_configured(os.environ, [Path.cwd(), Path.home() / ".openlineage"]):
        return None
    try:
        return _open(told)
    except ImportError as error:
        log(f"lineage is not told: OpenLineage is configured, and not installed ({error})", logging.WARNING)
    except Exception as error:
        _warn(error)
    return None


def _open(told: Told) -> "_Telling | None":
    from openlineage.client import OpenLineageClient  # noqa: PLC0415 - only where it is configured
    from openlineage.common.provider.dbt.utils import get_parent_run_metadata  # noqa: PLC0415

    client = OpenLineageClient()
    # Without a transport its client would print every event.
    is_default = client.transport.kind == "console" and not client.config.transport
    if client.transport.kind == "noop" or is_default:
        return None
    telling = _Telling(client, told, _named(told.parents) or get_parent_run_metadata())
    telling.begin()
    return telling


class _Telling:
    """One build on its way: tells that it has begun, and at its end what was made of what."""

    def __init__(self, client: "OpenLineageClient", told: Told, parent: "ParentRunMetadata | None") -> None:
        from openlineage.client.uuid import generate_new_uuid  # noqa: PLC0415

        self._client = client
        self._parent = parent
        self._run_id = str(generate_new_uuid())
        # Not the client's to read: each producer names its jobs' namespace so, and Airflow has one for all its tasks.
        self._namespace = os.environ.get("OPENLINEAGE_NAMESPACE") or (parent.job_namespace if parent else "daybook")
        self._processor = _processor(told, self._namespace)
        self._results = told.target_dir / "run_results.json"
        self._results_before = _written_at(self._results)

    def begin(self) -> None:
        """The build has begun."""
        from openlineage.client.event_v2 import RunState  # noqa: PLC0415

        self._client.emit(self._build_event(RunState.START))

    def end(self, *, is_green: bool) -> None:
        """The build has ended: its models and tests, if dbt came so far, then the build itself. Raises nothing."""
        from openlineage.client.event_v2 import RunState  # noqa: PLC0415

        try:
            events = self._events() if _written_at(self._results) != self._results_before else []
            for event in [*events, self._build_event(RunState.COMPLETE if is_green else RunState.FAIL)]:
                self._client.emit(event)
            self._client.close(_CLOSE_SECONDS)
        except Exception as error:
            _warn(error)

    def _events(self) -> "list[RunEvent]":
        from openlineage.common.provider.dbt.facets import ParentRunMetadata  # noqa: PLC0415

        own, above = (self._run_id, self._processor.job_name, self._namespace), self._parent
        root = (above.root_parent_run_id, above.root_parent_job_name, above.root_parent_job_namespace) if above else own
        self._processor.dbt_run_metadata = ParentRunMetadata(
            run_id=own[0],
            job_name=own[1],
            job_namespace=own[2],
            root_parent_run_id=root[0],
            root_parent_job_name=root[1],
            root_parent_job_namespace=root[2],
        )
        return list(self._processor.parse().events())

    def _build_event(self, state: "RunState") -> "RunEvent":
        from openlineage.client.event_v2 import Job, Run, RunEvent  # noqa: PLC0415
        from openlineage.client.facet_v2 import job_type_job  # noqa: PLC0415

        kind = job_type_job.JobTypeJobFacet(jobType="JOB", integration="DBT", processingType="BATCH")
        return RunEvent(
            eventType=state,
            eventTime=datetime.now(tz=UTC).isoformat(),
            run=Run(runId=self._run_id, facets={"parent": self._parent.to_openlineage()} if self._parent else {}),
            job=Job(namespace=self._namespace, name=self._processor.job_name, facets={"jobType": kind}),
            producer=self._processor.producer,
        )


def _processor(told: Told, namespace: str) -> Any:  # noqa: ANN401 - OpenLineage's, which has no types
    from openlineage.common.provider.dbt.local import DbtLocalArtifactProcessor  # noqa: PLC0415
    from openlineage.common.provider.dbt.utils import PRODUCER  # noqa: PLC0415

    class Processor(DbtLocalArtifactProcessor):  # type: ignore[misc]
        """Names tables by the warehouse that they end up in: it would name the candidate, by a path of no meaning."""

        def extract_namespace(self, profile: object) -> str:
            del profile
            return told.warehouse if isinstance(told.warehouse, str) else f"duckdb://{told.warehouse}"

        def _format_dataset_name(self, database: str | None, schema: str | None, table: str) -> str:
            # A file is one database, and what is compiled names none: so columns meet the tables they come from.
            del database
            return f"{schema}.{table}" if schema else table

    return Processor(
        producer=PRODUCER,
        job_namespace=namespace,
        # A result it cannot tell of is left out; the others are told.
        skip_errors=True,
        logger=logging.getLogger("daybook.lineage"),
        project_dir=str(told.project_dir),
        target_path=str(told.target_dir.absolute()),
    )


def _named(parents: Sequence[str]) -> "ParentRunMetadata | None":
    from openlineage.common.provider.dbt.facets import ParentRunMetadata  # noqa: PLC0415

    if not parents:
        return None
    # A namespace may hold slashes, an id holds none.
    (namespace, job, run), *above = (parent.rsplit("/", 2) for parent in parents)
    root = above[-1] if above else (namespace, job, run)
    return ParentRunMetadata(
        run_id=run,
        job_name=job,
        job_namespace=namespace,
        root_parent_job_namespace=root[0],
        root_parent_job_name=root[1],
        root_parent_run_id=root[2],
    )


def _written_at(path: Path) -> int | None:
    return path.stat().st_mtime_ns if path.exists() else None


def _warn(error: Exception) -> None:
    log(f"lineage is not told: {type(error).__name__}: {error}", logging.WARNING, step="build")
