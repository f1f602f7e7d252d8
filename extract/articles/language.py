"""The language of a text."""

import py3langid

# A shorter text is a headline or a caption: too little to tell a language by.
_MIN_CHARS = 60
_READ_CHARS = 3000


def find_language(text: str) -> str | None:
    """ISO 639-1 code of the text's language; None where it is too short to tell."""
    if len(text) < _MIN_CHARS:
        return None
    return str(py3langid.classify(text[:_READ_CHARS])[0])
