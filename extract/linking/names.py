"""Names as they are compared across articles."""

import re
import unicodedata

# A company is the same with and without its legal form.
_LEGAL_FORMS = frozenset(
    {"ag", "co", "corp", "corporation", "gmbh", "inc", "incorporated", "limited", "llc", "ltd", "plc", "sa"}
)
_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*")


def name_key(name: str, kind: str) -> str:
    """A name folded for comparison: case, accents, full stops, a leading "the" and a company's legal form do not count."""
    decomposed = unicodedata.normalize("NFKD", name.replace(".", ""))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold().replace("’", "'")
    words = _WORD.findall(plain)
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while kind == "organisation" and len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words = words[:-1]
    return " ".join(words) or plain.strip()


def is_name_like(form: str) -> bool:
    """True for a form that names ("Bessent", "JETRO"), false for one that points ("the ministry", "he")."""
    bare = re.sub(r"^(the|a|an)\s+", "", form.strip(), flags=re.IGNORECASE)
    return bare[:1].isupper() or bare[:1].isdigit()
