"""What somebody asks to erase, as tombstones."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extract.contract.tombstones import Tombstone
from extract.erasure.forms import name_forms
from extract.erasure.graves import Graves, host_of
from extract.erasure.words import normal_words
from extract.errors import InputError
from extract.pipeline.context import Context, read_graves, require_file_home

_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}")
_ADDRESS = re.compile(r"(?:https?|file)://\S+", re.IGNORECASE)
_MIN_SHARED_CHARS = 2


@dataclass(frozen=True, slots=True)
class ErasureRequest:
    """Addresses, publishers and a person to erase.

    aliases: other forms of the person's name. only_name: no others are looked up in the warehouse.
    """

    urls: Sequence[str] = ()
    publishers: Sequence[str] = ()
    person: str | None = None
    aliases: Sequence[str] = ()
    only_name: bool = False

    def __bool__(self) -> bool:
        return bool(self.urls or self.publishers or self.person)


@dataclass(frozen=True, slots=True)
class Person:
    """A person, with the forms that are masked, and those that the warehouse has for them and that are not."""

    name: str
    forms: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def open_graves(context: Context, *, is_kept: bool = True) -> Graves:
    """The tombstones of the home with its key, which is made where there is none; is_kept: and written down.

    Raises InputError where there is no such home: a name that was mistyped.
    """
    require_file_home(context, "erase")
    if not context.settings.home.is_dir():
        raise InputError(f"{context.settings.home} is no home", hint="daybook --home FOLDER erase ...")
    return read_graves(context.tombstones, is_kept=is_kept)


def list_erasures(context: Context) -> list[dict[str, object]]:
    """Earlier erasures, oldest first: `request`, `at`, `kinds`, `tombstones`. What was erased nobody can tell."""
    by_request: dict[str, list[Tombstone]] = {}
    for one in context.tombstones.read():
        by_request.setdefault(one.request, []).append(one)
    return [
        {"request": name, "at": of[0].at, "kinds": ", ".join(sorted({one.kind for one in of})), "tombstones": len(of)}
        for name, of in by_request.items()
    ]


def find_person(context: Context, request: ErasureRequest) -> Person | None:
    """The person of a request with the forms of their name. Raises InputError for a name without words.

    Forms that the warehouse knows are taken where they share a word with the name: `the president` is not theirs alone.
    """
    if request.person is None:
        if request.aliases or request.only_name:
            raise InputError("--alias and --only-name go with --person", hint="daybook erase --help")
        return None
    words = set(normal_words(request.person))
    if not words:
        raise InputError(f"{request.person!r} is no name", hint='daybook erase --person "Ana Berg"')
    forms = list(request.aliases)
    left_out: list[str] = []
    for form in () if request.only_name else _known_forms(context, normal_words(request.person)):
        shares = any(word in words and len(word) >= _MIN_SHARED_CHARS for word in normal_words(form))
        (forms if shares else left_out).append(form)
    distinct = dict.fromkeys(form for form in forms if form != request.person)
    return Person(request.person, tuple(distinct), tuple(dict.fromkeys(left_out)))


def _known_forms(context: Context, words: tuple[str, ...]) -> list[str]:
    """The forms of those whose name, or a whole form of it, is this name."""
    from extract.store.erasure import read_person_forms

    known = read_person_forms(context.settings.home)
    # A surname is a form of many people's names: only who is called so and no more is meant.
    same = {
        form.entity_id
        for form in known
        if words == normal_words(form.name) or (len(words) > 1 and words == normal_words(form.alias))
    }
    return [text for form in known if form.entity_id in same for text in (form.name, form.alias)]


def make_tombstones(graves: Graves, request: ErasureRequest, person: Person | None) -> list[Tombstone]:
    """The tombstones of a request. Raises InputError for what is no address or publisher."""
    now = datetime.now(tz=UTC)
    name, at = f"{now:%Y%m%d}-{secrets.token_hex(3)}", now.isoformat(timespec="seconds")
    made = graves.make(name, at, "url", [one for url in request.urls for one in _addresses(url)])
    publishers = [_publisher(publisher) for publisher in request.publishers]
    hosts = [host_of(one) if _ADDRESS.fullmatch(one) else one for one in publishers]
    made += graves.make(name, at, "publisher", [one for one in publishers if not _ADDRESS.fullmatch(one)])
    made += graves.make(name, at, "host", [host for host in hosts if _HOST.fullmatch(host)])
    if person:
        made += graves.make_names(name, at, name_forms(person.name, person.forms))
    return made


def _addresses(given: str) -> list[str]:
    """An address; a file under its name as given and in full, as it may have been collected under either."""
    if _ADDRESS.fullmatch(given.strip()):
        return [given.strip()]
    path = Path(given).expanduser()
    if path.is_absolute() or path.exists():
        return [given, str(path.absolute())]
    raise InputError(
        f"{given!r} is neither an address nor a file", hint="daybook erase --url https://example.org/story"
    )


def _publisher(given: str) -> str:
    if not normal_words(given) or (_ADDRESS.fullmatch(given.strip()) and not _HOST.fullmatch(host_of(given.strip()))):
        raise InputError(f"{given!r} is no publisher", hint='daybook erase --publisher "Example News"')
    return given.strip()
