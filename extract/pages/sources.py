"""Reads `sources.yml`, and names what is wrong in it: the source, the key, the line, and what to do."""

import difflib
import os
from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from extract.errors import InputError
from extract.pages.source_keys import Source

__all__ = ["NAME", "Source", "load_sources"]

NAME = "sources.yml"
# One look at a file should mend it: all that is wrong is told, but no page full.
_SHOWN = 10
_MAX_BYTES = 1_000_000
_TYPES = {
    "missing": "is missing",
    "string_type": "is no text: put it in quotes",
    "extra_forbidden": "is no key of a source",
    "string_pattern_mismatch": "may hold a-z, 0-9, - and _ only, at most 60",
    "string_too_short": "is empty",
}


def load_sources(path: Path) -> tuple[Source, ...]:
    """The sources that a file declares, in its order, disabled ones too; relative paths made absolute. None without the file.

    Raises InputError naming every wrong source with its key and line.
    """
    if not path.exists():
        return ()
    root = _parse(path)
    if root is None:
        return ()
    problems: list[str] = []
    sources = list(_sources(path, root, problems))
    if problems:
        more = [f"... and {len(problems) - _SHOWN} more"] if len(problems) > _SHOWN else []
        hint = f"mend {path}, then daybook sources check; daybook sources example shows every key"
        raise InputError("\n  ".join([f"{path} is wrong:", *problems[:_SHOWN], *more]), hint=hint)
    return tuple(sources)


def _parse(path: Path) -> yaml.Node | None:
    """The file as a tree that knows its lines. Nothing in it is run or built: a safe loader, and only the tree."""
    try:
        data = path.read_bytes()
        if len(data) > _MAX_BYTES:
            raise InputError(
                f"{path} has more than {_MAX_BYTES:,} bytes", hint="put long lists of URLs in a file of kind `urls`"
            )
        return yaml.compose(data.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is no UTF-8: {error}", hint=f"save {path.name} as UTF-8") from error
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        what = getattr(error, "problem", None) or str(error)
        raise InputError(
            f"{path}{where}: no YAML: {what}", hint="daybook sources example (it shows how the file looks)"
        ) from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", hint="mend its access rights") from error


def _sources(path: Path, root: yaml.Node, problems: list[str]) -> Iterator[Source]:
    if not isinstance(root, yaml.MappingNode) or [key.value for key, _ in root.value] != ["sources"]:
        problems.append(f"line {_line(root)}: the file must hold one key, `sources:`, and under it a list")
        return
    entries = root.value[0][1]
    if isinstance(entries, yaml.ScalarNode) and entries.value in ("", "null", "~"):
        return
    if not isinstance(entries, yaml.SequenceNode):
        problems.append(f"line {_line(entries)}: `sources` must be a list, each entry beginning with `- name: ...`")
        return
    names: dict[str, int] = {}
    for number, entry in enumerate(entries.value, 1):
        found = _source(path, entry, number, problems)
        if found is None:
            continue
        if found.name in names:
            problems.append(
                f"line {_line(entry)}: source {found.name!r}: name: line {names[found.name]} has it already"
            )
        names.setdefault(found.name, _line(entry))
        yield found


def _source(path: Path, entry: yaml.Node, number: int, problems: list[str]) -> Source | None:
    if not isinstance(entry, yaml.MappingNode):
        problems.append(f"line {_line(entry)}: source {number} is no list of keys: begin it with `- name: ...`")
        return None
    lines: dict[str, int] = {}
    values: dict[str, object] = {}
    before = len(problems)
    for key, value in entry.value:
        name = str(key.value)
        if name in lines:
            problems.append(f"line {_line(key)}: source {number}: {name} stands twice, in line {lines[name]} too")
        lines[name] = _line(key)
        try:
            values[name] = yaml.SafeLoader("").construct_document(value)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            problems.append(f"line {_line(value)}: source {number}: {name}: {getattr(error, 'problem', None) or error}")
    called = repr(values["name"]) if isinstance(values.get("name"), str) else str(number)
    if len(problems) > before:
        return None
    try:
        source = Source.model_validate(values)
    except ValidationError as error:
        for wrong in error.errors(include_url=False):
            # A check of the whole source begins with the key that it blames.
            key = str(wrong["loc"][0]) if wrong["loc"] else _said(wrong).partition(":")[0]
            problems.append(f"line {lines.get(key, _line(entry))}: source {called}: {_say(key, wrong)}")
        return None
    return source if source.is_on_web else source.model_copy(update={"address": _absolute(path, source.address)})


def _say(key: str, error: ErrorDetails) -> str:
    if error["type"] == "extra_forbidden":
        close = difflib.get_close_matches(key, list(Source.model_fields), n=1)
        return f"{key} is no key of a source" + (f", did you mean {close[0]}?" if close else "")
    if error["type"] == "literal_error":
        close = difflib.get_close_matches(str(error["input"]), list(_kinds()), n=1)
        meant = f", did you mean {close[0]}?" if close else ""
        return f"{key} is {error['input']!r}{meant} It can be {', '.join(_kinds())}"
    if error["type"] in _TYPES:
        given = "" if error["type"] == "missing" else f" {error['input']!r}"
        return f"{key}{given} {_TYPES[error['type']]}"
    return _said(error) if not error["loc"] else f"{key}: {_said(error)} (it is {error['input']!r})"


def _said(error: ErrorDetails) -> str:
    return error["msg"].removeprefix("Value error, ")


def _kinds() -> tuple[str, ...]:
    return Source.model_fields["kind"].annotation.__args__  # type: ignore[union-attr, no-any-return]


def _absolute(path: Path, address: str) -> str:
    # Not `resolve`: a link to the disk of the week should be named by its own name.
    return os.path.normpath(path.absolute().parent / Path(address).expanduser())


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
