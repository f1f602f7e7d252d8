"""Scores the figures read from an article."""

from typing import Any

from matching import Reading, Score, content_words, find_span, overlap, pair_best

from extract.contract.tables import Figure

_LEVELS = ("found", "value", "unit", "qualifier", "item")


def score_figures(score: Score, reading: Reading) -> None:
    """Adds to the tallies: found by overlap, then with the right value, with value and unit, and with qualifier or item too."""
    article_id, text, expected, read = reading.id, reading.text, reading.note["figures"], reading.facts.figures
    spans = [find_span(text, row["quote"], row["text"]) for row in expected]
    pairs = pair_best(
        (overlap(span, (figure.figure_start, figure.figure_end)), left, right)
        for left, span in enumerate(spans)
        for right, figure in enumerate(read)
    )
    optional = {left for left, row in enumerate(expected) if row.get("optional")}
    for level in _LEVELS:
        score[f"figures.{level}_f1"].expected += len(expected) - len(optional)
        score[f"figures.{level}_f1"].read += len(read) - len(optional & pairs.keys())
    for left, row in enumerate(expected):
        if left in optional:
            continue
        figure = read[pairs[left]] if left in pairs else None
        right = _levels_right(row, figure)
        for level in right:
            score[f"figures.{level}_f1"].right += 1
        if missing := [level for level in _LEVELS if level not in right]:
            score.misses.append(f"figures {', '.join(missing)}: {article_id}: {row['text']!r} read as {_show(figure)}")
        if restated := row.get("alternative_of"):
            others = {other.figure_id for other in read if restated in text[other.figure_start : other.figure_end]}
            is_linked = figure is not None and figure.alternative_of_figure_id in others
            score.check("figures.alternatives", is_linked, f"{article_id}: {row['text']!r} restates {restated!r}")
    for right_index, figure in enumerate(read):
        if right_index not in pairs.values():
            score.misses.append(f"figures too many: {article_id}: {figure.figure_text!r}")


def _levels_right(row: dict[str, Any], figure: Figure | None) -> set[str]:
    if figure is None:
        return set()
    right = {"found"}
    high = row.get("value_high")
    is_high_right = figure.value_high is None if high is None else _is_near(figure.value_high, high)
    if _is_near(figure.value, row["value"]) and is_high_right:
        right.add("value")
        if figure.unit == row["unit"]:
            right.add("unit")
            if figure.qualifier == row["qualifier"]:
                right.add("qualifier")
            wanted, words = content_words(row["item"]), content_words(figure.item)
            if 2 * len(wanted & words) >= min(len(wanted), len(words)) > 0:
                right.add("item")
    return right


def _is_near(value: Any, wanted: float) -> bool:
    return value is not None and abs(float(value) - wanted) <= 0.001 * max(1.0, abs(wanted))


def _show(figure: Figure | None) -> str:
    if figure is None:
        return "nothing"
    high = "" if figure.value_high is None else f"..{figure.value_high}"
    return f"{figure.figure_text!r} {figure.qualifier} {figure.value}{high} {figure.unit} of {figure.item!r}"
