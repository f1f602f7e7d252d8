"""A line of any text is an article or an error that says what is wrong; what `daybook facts` prints can be read back."""

import json

import pytest
from fuzzing import fuzz
from hypothesis import strategies as st
from pieces import damaged, words

from extract.contract.article_lines import line_id, parse_article_line
from extract.errors import InputError

pytestmark = pytest.mark.promise(23)

values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(10**25), 10**25), st.floats(), words,
        st.sampled_from(("2025-07-04", "2025-07-04T10:00:00Z", "2025-02-30", "9999-12-31", "0000-01-01", "١٢٣٤-٠١-٠١", "2025-07-04 x")),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(words, inner, max_size=2)),
    max_leaves=4,
)  # fmt: skip
articles = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("id", "title", "text", "published", "url", "language"), values)
) | st.fixed_dictionaries(
    {"id": st.one_of(words, st.integers()), "text": words}, optional={"title": values, "published": values}
)
lines = st.one_of(
    st.builds(json.dumps, articles, ensure_ascii=st.booleans()),
    st.builds(json.dumps, values),
    st.builds(
        lambda text: text.decode("utf-8", "replace"),
        st.builds(json.dumps, articles).flatmap(lambda line: damaged(line.encode("utf-8", "surrogatepass"))),
    ),
    st.builds(
        "{}{}".format,
        st.sampled_from(("[" * 9999, '{"id":' * 9999, "9" * 5000, '{"id":1,"text":"x","id":2}', "\ufeff{}")),
        words,
    ),
)


@fuzz(200, line=lines)
def test_any_line_is_an_article_or_refused_with_what_is_wrong(line):
    try:
        article = parse_article_line(line)
    except InputError as error:
        assert error.hint
        assert line_id(line) is None or isinstance(line_id(line), str)
        return
    assert article == parse_article_line(line)
    assert article.id == line_id(line)
    for text in (article.id, article.title or "", article.text):
        text.encode()
    given = json.loads(line)["text"]
    assert len(article.text) == len(given)
    assert article.text == given or any("\ud800" <= char <= "\udfff" for char in given)
