"""A step that cannot be taken back is asked about first, on a page that says what it will touch.

The words are in templates/sure_words.html, by the name of the step. The page carries what was sent and the version that
it was read at: when somebody changes the thing between the question and the answer, it is asked anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from fastapi.responses import Response

from bot.review.door import Door, Person
from bot.review.versions import is_overtaken

SURE = "sure"
"""The field that the answer carries."""


def ask_first(
    door: Door,
    person: Person,
    form: Mapping[str, str],
    act: str,
    *,
    path: str,
    back_to: str,
    here: str,
    version: str,
    carry: Collection[str] = ("do",),
    **on: Any,
) -> Response | None:
    """The page that asks about the step `act`; None when it was answered about what is kept now.

    In: where the form goes (`path`), the page to go back to, the version of what the step touches, the fields that are
    sent again with the answer (`carry`), and what the words of the step need (`on`).
    """
    answered = form.get(SURE) == "yes"
    overtaken = answered and is_overtaken(form, version)
    if answered and not overtaken:
        return None
    sent = {name: form[name] for name in carry if name in form}
    return door.render(
        "sure.html",
        409 if overtaken else 200,
        person=person,
        here=here,
        act=act,
        on=on,
        path=path,
        back_to=back_to,
        sent=sent,
        version=version,
        overtaken=overtaken,
    )
