"""What nobody means to send: texts, and JSON made of them, as Hypothesis strategies.

Every text may carry MARK, a word that stands nowhere in Waymark. Where it turns up in an error or in a log, somebody's
words would have turned up.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from bot.channels.bodies import LONGEST_TEXT
from tests.flood import WORST
from tests.fuzz.words import LINES

MARK = "kelpiewhisper"
TAG = f"<b id={MARK}>"
"""Markup: where a page shows it as such, anybody's words could be."""

PIECES = (
    *(
        "",
        " ",
        "\0",
        "\t",
        "\n",
        "\r\n",
        "\u2028",
        "\u200b",
        "\u2060",
        "\ufeff",
        "\u202e",
        "\ud800",
        "\udfff",
        "\uffff",
    ),
    *("\x1b[31m", "\x85", "a\u0301" * 40, "\U0001f469\u200d\U0001f680", "\U000e0041", "\U0010ffff", "ß", "İ", "ﷺ", "ﬃ"),
    *("²", "٣", "𝟙", "½", "Ⅷ", "𐒠", "九"),  # digits that are no ASCII, and numbers that are no digits
    *("'", '"', "`", "\\", "%", "%00", "%s", "%n", "{0}", "{x.__class__}", "${7*7}", "{{7*7}}", "#{7*7}", "<%= 7 %>"),
    *(
        "' OR 1=1--",
        "'; DROP TABLE reflections;--",
        "../../etc/passwd",
        "..\\..\\",
        "file:///etc/passwd",
        "|ls",
        "$(id)",
    ),
    *("=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "＝1+1", "<script>alert(1)</script>", TAG, "]]>", "&lt;"),
    *(
        "&#" + "9" * 5000 + ";",
        "<at>",
        "</at>",
        "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
        "&x;",
        "\\x00",
        "/greet",
        "/restart",
        '/inform{"x": 1}',
        "EXTERNAL: x",
    ),
    *(
        "0",
        "-0",
        "1e999",
        "NaN",
        "9" * 5000,
        "0x10",
        "2026-02-30",
        "0001-01-01",
        "9999-12-31",
        "31/12/9999",
        "0/0/0000",
    ),
    *("null", "true", "[]", "{}", "[" * 2000, '{"a":' * 500, "undefined", "\\ud800", "- - -\n- &a [*a]", "!!python/x"),
    *("http://127.0.0.1:1/", "//elsewhere.example", "javascript:alert(1)", "mailto:a@b", "07700 900456", "AB123456C"),
)
"""Each did harm somewhere, in some program."""


def texts(longest: int = LONGEST_TEXT + 200) -> st.SearchStrategy[str]:
    """Texts of all kinds, some of them longer than anybody may send, and most with MARK in them."""
    piece = st.one_of(st.sampled_from(PIECES), st.text(st.characters(), max_size=12), st.sampled_from(LINES))
    joined = st.lists(piece, max_size=8).map("".join)
    filled = st.builds(lambda unit, times: unit * times, piece, st.integers(1, longest))
    odd = st.one_of(joined, joined, st.text(max_size=80), st.sampled_from(WORST), filled)
    return st.builds(_marked, odd, st.sampled_from(("", MARK, f" {MARK} ", TAG)), st.booleans()).map(
        lambda text: text[:longest]
    )


def _marked(text: str, mark: str, first: bool) -> str:
    return mark + text if first else text + mark


def values(longest: int = 300) -> st.SearchStrategy[Any]:
    """JSON of any shape, with what Python's own reader takes beyond it."""
    leaf = st.one_of(
        texts(longest),
        st.none(),
        st.booleans(),
        st.integers(-(2**70), 2**70),
        st.floats(),
        st.sampled_from(PIECES),
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=12), inner, max_size=4)),
        max_leaves=8,
    )


def changed(good: dict[str, Any], other: st.SearchStrategy[Any] | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """`good` with some of its values, at any depth, changed, or taken out, and some more put in."""
    other = values() if other is None else other
    paths = list(_paths(good, ()))
    changes = st.lists(st.tuples(st.sampled_from(paths), st.one_of(st.just(OUT), other)), max_size=3)
    more = st.one_of(st.just({}), st.dictionaries(st.text(max_size=10), other, max_size=2))
    return st.builds(lambda some, extra: {**_with(good, some), **extra}, changes, more)


OUT = object()
Path = tuple[str, ...]


def _paths(value: dict[str, Any], here: Path) -> Any:
    for name, inner in value.items():
        yield (*here, name)
        if isinstance(inner, dict):
            yield from _paths(inner, (*here, name))


def _with(good: dict[str, Any], changes: list[tuple[Path, Any]]) -> dict[str, Any]:
    made = dict(good)
    for path, value in changes:
        made = _put(made, path, value)
    return made


def _put(whole: Any, path: Path, value: Any) -> Any:
    if not isinstance(whole, dict):
        return whole
    name, *rest = path
    if rest:
        return {**whole, name: _put(whole[name], tuple(rest), value)} if name in whole else whole
    kept = {one: inner for one, inner in whole.items() if one != name}
    return kept if value is OUT else {**kept, name: value}


def damaged(good: bytes) -> st.SearchStrategy[bytes]:
    """`good` cut off, with some bytes changed, or with something in or after it."""
    place = st.integers(0, len(good))

    def put(at: int, taken: int, new: bytes) -> bytes:
        return good[:at] + new + good[at + taken :]

    return st.one_of(
        st.builds(lambda at: good[:at], place),
        st.builds(put, place, st.sampled_from((0, 1, 2, 5, 1000)), st.binary(max_size=8)),
        st.builds(put, place, st.integers(0, 3), st.binary(min_size=100, max_size=2000)),
    )
