"""Makes text from the web harmless to spreadsheets: what would be read as a formula there is marked as text."""

import re

# Excel, LibreOffice and Google Sheets take a cell that begins with one of these for a formula, in a CSV file too. The last
# four are the full-width forms, which a spreadsheet of Chinese, Japanese or Korean reads the same (OWASP, CSV Injection).
FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
# Where the list separator is a semicolon, as in much of Europe, or a tab, a cell may also begin in the middle of ours. There a
# sign before a blank begins an item of a list, and no formula.
_INNER = re.compile(r"(?<=[;\t\r\n])(\"*)(?=[=@＝＠]|[+\-＋－]\S)")
# What a spreadsheet reads as "the rest is text".
_MARK = "'"


def defuse(text: str) -> str:
    """The text as a spreadsheet shows it and does not run it: with an apostrophe wherever a cell might begin like a formula."""
    text = _INNER.sub(rf"\1{_MARK}", text)
    return _MARK + text if text.startswith(tuple(FORMULA_STARTS)) else text
