"""Where one sentence ends and the next begins: the one place that says so, for our words and for people's.

A sentence ends at a full stop, a question or exclamation mark or an ellipsis, with what closes behind it ("They said
“no.” So we left."), where white space follows, and at the end of a line. `gov.scot` stays whole.
"""

from __future__ import annotations

import re

_END = re.compile(r"""(?:(?<=[.!?…])|(?<=[.!?…]["'”’)\]])|(?<=[.!?…]["'”’)\]]["'”’)\]]))\s+|(?<!\s)\s*\n\s*""")


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences and lines of a text as they stand in it, without the white space between; none that is empty."""
    return tuple(part for part in _END.split(text.strip()) if part)


def find_last_sentence(text: str) -> int:
    """Where the last sentence of a text starts; 0 when there is only one."""
    ends = [match.end() for match in _END.finditer(text.rstrip())]
    return ends[-1] if ends else 0


def last_sentence(text: str) -> str:
    """The last sentence of a text, or its last line; the whole where there is only one."""
    return (split_sentences(text) or ("",))[-1]
