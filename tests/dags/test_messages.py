"""What whoever is on call is told: enough to act on, whatever failed; `make test-airflow` hears it arrive."""

from types import SimpleNamespace

from dags._messages import failure_message, late_message


def context_of(**more):
    task = {"dag_id": "read_facts", "task_id": "read_facts", "map_index": -1, "run_id": "r1", "try_number": 3}
    dag = SimpleNamespace(doc_md="When articles arrive.\n\n**When red.** Clear\nthe task.\n")
    return {"ti": SimpleNamespace(**task | more), "dag": dag, "exception": ValueError("no memory")}


def test_a_failure_is_told_with_its_error_and_what_to_do():
    title, body = failure_message(context_of(log_url="http://127.0.0.1:8080/log"))
    assert title == "Daybook: read_facts.read_facts failed"
    assert body.split("\n\n") == ["no memory", "run r1, try 3", "Clear the task.", "http://127.0.0.1:8080/log"]


def test_a_mapped_task_is_told_by_its_place_the_first_too():
    assert failure_message(context_of(map_index=0))[0] == "Daybook: read_facts.read_facts[0] failed"


def test_a_worker_that_was_lost_left_no_error_and_is_told_all_the_same():
    lost = context_of()
    lost["exception"] = None
    assert failure_message(lost)[1].startswith("the process was lost")
    lost["dag"].doc_md = None
    assert "run r1" in failure_message(lost)[1]


def test_what_an_error_says_is_cut_and_not_obeyed():
    hostile = context_of()
    hostile["exception"] = ValueError("{{ conn.apprise_default.password }}" + "x" * 9_000)
    body = failure_message(hostile)[1]
    assert body.startswith("{{ conn.apprise_default.password }}xxx")
    assert len(body) < 700


def test_a_run_that_is_late_is_told_with_its_name():
    told = late_message({"dag_run": {"dag_id": "collect_news", "dag_run_id": "r1"}}, "2:00:00")
    assert told[0] == "Daybook: collect_news is late"
    assert "r1 has not ended 2:00:00 after" in told[1]
