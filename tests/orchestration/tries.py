"""Which worker did which task, as Airflow tells of every try."""

from cluster import WORKERS


def tries_of(cluster, dag_ids):
    """One row a try of a task: task, batch, try, worker, state, seconds."""
    rows = []
    for dag_id in dag_ids:
        for one in cluster.tasks(dag_id):
            path = f"/dags/{dag_id}/dagRuns/{one['dag_run_id']}/taskInstances/{one['task_id']}"
            mapped = f"/{one['map_index']}" if one["map_index"] >= 0 else ""
            for tried in cluster.ask("GET", f"{path}{mapped}/tries")["task_instances"]:
                if tried["hostname"]:
                    rows.append(
                        {
                            "task": f"{dag_id}.{one['task_id']}" + (f"[{one['map_index']}]" if mapped else ""),
                            "try": tried["try_number"],
                            "worker": tried["hostname"],
                            "state": tried["state"],
                            "seconds": round(tried["duration"] or 0, 1),
                        }
                    )
    return rows


def print_table(rows, killed):
    print(f"\n{killed} was killed while it read facts\n{'task':38}{'try':>4}  {'worker':10}{'state':12}{'seconds':>8}")
    for row in rows:
        print(f"{row['task']:38}{row['try']:>4}  {row['worker']:10}{row['state']:12}{row['seconds']:>8}")
    for worker in WORKERS:
        print(f"{worker}: {sum(row['worker'] == worker and row['state'] == 'success' for row in rows)} tasks done")
