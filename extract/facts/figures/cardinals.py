"""Reads a whole number written in words: "twenty-five", "a hundred and ten thousand", "two and a half million"."""

from decimal import Decimal

from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.vocabulary import number_words

_HYPHENS = ("-", "‐", "‑")
# Which class of number word may follow which: "twenty five" and "hundred ten", never "ten hundred five six".
_MAY_FOLLOW = {
    "ones": ("start", "scale", "tens"),
    "teens": ("start", "scale"),
    "tens": ("start", "scale"),
    "scale": ("ones", "teens", "tens", "scale", "half"),
}
_PARTS = (
    ("and a half", Decimal("0.5")),
    ("- and - a - half", Decimal("0.5")),
    ("and a quarter", Decimal("0.25")),
    ("and three quarters", Decimal("0.75")),
    ("and three - quarters", Decimal("0.75")),
)


class _Cardinal:
    """A number in words as far as it was read: finished thousands in `total`, the group that is being read in `current`."""

    __slots__ = ("current", "last_class", "scale", "total")

    def __init__(self) -> None:
        self.total = Decimal(0)
        self.current = Decimal(0)
        self.scale = Decimal(1)
        self.last_class = "start"

    def take(self, word: str) -> bool:
        """Adds a word; false where it does not go on the number."""
        for word_class, after in _MAY_FOLLOW.items():
            value = number_words(word_class).get(word)
            if value is not None and self.last_class in after:
                self._add(word_class, value)
                return True
        return False

    def _add(self, word_class: str, value: Decimal) -> None:
        self.last_class = word_class
        if word_class != "scale":
            self.current += value
            return
        self.scale = value
        if value <= 100:
            self.current *= value
        elif self.current == 0:
            self.total *= value
        else:
            self.total, self.current = self.total + self.current * value, Decimal(0)


def read_cardinal(view: SentenceView, index: int) -> tuple[int, Decimal, Decimal] | None:
    """The number in words that begins at a lexeme: (last lexeme, exclusive; value; the last scale word's value, or 1)."""
    cardinal = _Cardinal()
    if view.at(index).lower in ("a", "an") and view.at(index + 1).lower in number_words("scale"):
        cardinal.take("one")
        index += 1
    while True:
        step = _skip_joiner(view, index, cardinal.last_class)
        if cardinal.take(view.at(step).lower):
            index = step + 1
            continue
        part = next((part for part in _PARTS if view.words_from(index, len(part[0].split())) == part[0]), None)
        is_scaled = cardinal.last_class == "scale" and cardinal.scale >= 1_000_000
        if part is None or not (is_scaled or cardinal.last_class in ("ones", "teens", "tens")):
            break
        index += len(part[0].split())
        if is_scaled:
            # "a million and a half"
            return index, cardinal.total + cardinal.scale * part[1], cardinal.scale
        cardinal.current, cardinal.last_class = cardinal.current + part[1], "half"
    if cardinal.last_class == "start":
        return None
    return index, cardinal.total + cardinal.current, cardinal.scale


def _skip_joiner(view: SentenceView, index: int, last_class: str) -> int:
    """Past a hyphen inside the number, or past "and" in "two hundred and five"."""
    if last_class == "start":
        return index
    if view.at(index).text in _HYPHENS and not view.at(index).spaced:
        return index + 1
    after = view.at(index + 1).lower
    small = any(after in number_words(word_class) for word_class in ("ones", "teens", "tens"))
    return index + 1 if last_class == "scale" and view.at(index).lower == "and" and small else index
