"""Makes text from the web harmless to spreadsheets: what would be read as a formula there is marked as text."""

# Excel, LibreOffice and Google Sheets take a cell that begins with one of these for a formula, in a CSV file too. The last
# four are the full-width forms, which a spreadsheet of Chinese, Japanese or Korean reads the same (OWASP, CSV Injection).
FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
# What a spreadsheet reads as "the rest is text".
_MARK = "'"


def defuse(text: str) -> str:
    """The text as a spreadsheet shows it and does not run it: with an apostrophe before it where it begins like a formula."""
    return _MARK + text if text.startswith(tuple(FORMULA_STARTS)) else text


def defused_sql(column: str) -> str:
    """The same as an expression of SQL over a column of text, given as SQL would write its name; null stays null."""
    starts = ", ".join(f"chr({ord(char)})" for char in FORMULA_STARTS)
    return f"case when left({column}, 1) in ({starts}) then chr({ord(_MARK)}) || {column} else {column} end"
