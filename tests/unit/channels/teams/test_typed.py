"""The words of a message are those that its sender typed: no quote, no name of a colleague, no mark of Teams."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.teams.typed import read_typed

US = {"id": "28:bot", "name": "Waymark"}
HTML = {"textFormat": "xhtml"}


def typed(text: str, **more: Any) -> str:
    return read_typed({"text": text, "textFormat": "plain", "recipient": US, **more})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<at>Waymark</at> hello", "hello"),
        ('<at id="0">Waymark</at>&nbsp;hello', "&nbsp;hello"),
        ("I asked <at>Ailsa Testperson</at> about it", "I asked a colleague about it"),
        ("<at>Ailsa</at> <at>Testperson</at> helped", "a colleague helped"),
        ("<at>Ailsa</at> and <at>Ben</at> helped", "a colleague and a colleague helped"),
        ('<quoted messageId="1700000000000"/> That is what I meant', "That is what I meant"),
        ('<quoted messageId="1">What she wrote</quoted>\n\nMine', "Mine"),
        ("2 < 3 & <b>this</b> I typed", "2 < 3 & <b>this</b> I typed"),
    ],
)
def test_plain_text(text: str, words: str) -> None:
    assert typed(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>We hand over well.</p><p>&nbsp;</p><p>Every day.</p>", "We hand over well.\n \nEvery day."),
        ("<div>one<br>two</div><div>three</div>", "one\ntwo\nthree"),
        ("<ul><li>calm</li><li>kind</li></ul>", "calm\nkind"),
        ("I &lt;3 my <strong>team</strong> &amp; cat", "I <3 my team & cat"),
        ("<at>Waymark</at>&nbsp;hello <at>Ben</at>", "hello a colleague"),
        ('<blockquote itemtype="http://schema.skype.com/Reply"><p>hers</p></blockquote><p>mine</p>', "mine"),
        ('fine <emoji alt="🙂" id="smile"></emoji>', "fine 🙂"),
        ("<attachment id='1'></attachment><p>mine</p>", "mine"),
    ],
)
def test_formatted_text_is_read_as_text(text: str, words: str) -> None:
    assert typed(text, **HTML) == words


def test_we_are_known_by_our_id_also_where_the_app_has_another_name() -> None:
    entities = [
        {"type": "mention", "mentioned": {"id": "28:bot", "name": "Quiet guide"}, "text": "<at>Quiet guide</at>"}
    ]
    assert typed("<at>Quiet guide</at> hello <at>Ben</at>", entities=entities) == "hello a colleague"


@pytest.mark.parametrize("entities", ["x", [7], [{"mentioned": 7}], [{"mentioned": {"id": "28:bot", "name": 7}}], None])
@pytest.mark.parametrize("recipient", [None, 7, {"name": 7}])
def test_marks_of_another_shape_are_harmless(entities: Any, recipient: Any) -> None:
    assert read_typed({"text": "hello", "entities": entities, "recipient": recipient}) == "hello"
