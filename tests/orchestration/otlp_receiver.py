"""A collector of OpenTelemetry small enough for a test: takes metrics over OTLP/HTTP and remembers them."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
    ExportMetricsServiceResponse,
)


class Receiver:
    """Where metrics are sent, as the environment of Airflow's processes says it, and what has arrived."""

    def __init__(self, port):
        self.endpoint = f"http://127.0.0.1:{port}"
        # (name, attributes, value of the last point), in their order of arrival.
        self.points = []
        self.services = set()

    @property
    def environment(self):
        """Sends metrics here, every second."""
        return {
            "AIRFLOW__METRICS__OTEL_ON": "True",
            "OTEL_EXPORTER_OTLP_ENDPOINT": self.endpoint,
            "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
            "OTEL_METRIC_EXPORT_INTERVAL": "1000",
            "OTEL_SERVICE_NAME": "daybook",
        }

    @property
    def names(self):
        return {name for name, _, _ in self.points}

    def of(self, name):
        """The points of one metric, as (attributes, value)."""
        return [(attributes, value) for found, attributes, value in self.points if found == name]

    def take(self, body):
        for resource in ExportMetricsServiceRequest.FromString(body).resource_metrics:
            told = _dictionary(resource.resource.attributes)
            self.services.add(told.get("service.name"))
            for scope in resource.scope_metrics:
                for metric in scope.metrics:
                    for point in getattr(metric, metric.WhichOneof("data")).data_points:
                        self.points.append((metric.name, _dictionary(point.attributes), _value(point)))


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on a free port of this machine, for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/v1/metrics":
                receiver.take(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
            answer = ExportMetricsServiceResponse().SerializeToString()
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            """Say nothing of each request."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _dictionary(attributes):
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in attributes}


def _value(point):
    kind = point.DESCRIPTOR.name
    if kind == "NumberDataPoint":
        return getattr(point, point.WhichOneof("value"))
    return point.sum
