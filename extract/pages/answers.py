"""What is asked of the web, under which rules, and what comes back: the types that fetching and its callers share."""

from dataclasses import dataclass, field
from datetime import datetime

# Feeds, sitemaps and plain text come under the same header: `text/*` and anything XML or JSON is read.
ACCEPT_PAGES = "text/html, application/xhtml+xml, application/xml;q=0.9, text/*;q=0.8"
USER_AGENT = "Daybook/0.1 (+https://github.com/daybook/daybook; news research)"
# What news sites are served on; any other port is a service that no page should send us to.
PORTS = frozenset({80, 443, 8080, 8443})


@dataclass(frozen=True, slots=True)
class Request:
    """One address to ask for.

    etag, last_modified: what the last answer came with; they make the request conditional. accept: the media types that
    are wanted, as an Accept header; a type that is no text is read only if named here. min_gap_seconds: between two
    requests to this host, in place of the rules' own (robots.txt can only raise it). max_bytes: of the body, decoded, in
    place of the rules' own.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    accept: str = ACCEPT_PAGES
    min_gap_seconds: float | None = None
    max_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one request; one for each, whatever happened.

    outcome: one of contract.columns.OUTCOMES. body: decoded bytes, empty unless ok. final_url: after redirects, without
    credentials and fragment. opt_outs: contract.columns.OPT_OUTS that headers or page ask for; nothing is withheld here.
    retry_after_seconds: what the host asked for, at most a day. requested_at: UTC, when the answering request was sent, or
    when it was decided that none would be.
    """

    request: Request
    outcome: str
    status: int | None
    final_url: str
    redirect_count: int
    body: bytes
    media_type: str | None
    charset: str | None
    etag: str | None
    last_modified: str | None
    opt_outs: tuple[str, ...]
    retry_after_seconds: float | None
    requested_at: datetime
    detail: str


@dataclass(frozen=True, slots=True)
class FetchRules:
    """What fetching may do. These come from whoever runs Daybook, never from a page, a feed or a sitemap.

    deadline_seconds: time on the network for a request, names, TLS, redirects and body included, waits for politeness not.
    max_bytes: of a body, decoded. max_pause_seconds: a Retry-After up to this is waited for; a longer one closes the host
    for that time. read_tdm_files: ask each site that gave a page for /.well-known/tdmrep.json, once a run. allow_private:
    `address:port` (`127.0.0.1:8000`, `[::1]:8000`) that may be reached though it is not global; everything else that is not
    is refused.
    """

    user_agent: str = USER_AGENT
    deadline_seconds: float = 10
    max_bytes: int = 5_000_000
    max_redirects: int = 5
    min_gap_seconds: float = 5
    max_pause_seconds: float = 60
    max_connections: int = 32
    obey_robots: bool = True
    read_tdm_files: bool = True
    ports: frozenset[int] = PORTS
    allow_private: frozenset[str] = field(default_factory=frozenset)

    @property
    def robot_name(self) -> str:
        """The product in the user agent: the name that robots.txt and robots tags call us by."""
        return self.user_agent.split("/")[0].split()[0] if self.user_agent.strip() else "Daybook"


class Stop(Exception):
    """A request ends here, with this outcome. is_transport: the host could not be talked to, which opens its circuit."""

    def __init__(
        self, outcome: str, detail: str = "", *, status: int | None = None, is_transport: bool = False,
        retry_after_seconds: float | None = None,
    ) -> None:  # fmt: skip
        super().__init__(f"{outcome}: {detail}" if detail else outcome)
        self.outcome = outcome
        self.detail = detail
        self.status = status
        self.is_transport = is_transport
        self.retry_after_seconds = retry_after_seconds
