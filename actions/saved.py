"""What was saved or opened in this conversation, and which of it is talked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from actions.turns import Turn
from bot.days import today_in_scotland
from bot.dialogue import drafts
from bot.dialogue.state import Receipt as Saved
from bot.nlu.english import LAST, names_only_one, read_ordinals
from bot.reflection.codes import split_address
from bot.reflection.keeping import Receipt, read_reflection, warned_from
from bot.store.reflections import SavedReflection

FORMATS = ("docx", "pdf", "md")
"""In which a copy can be taken away. bot/channels/web/takeaway.py gives them."""


def named_places(turn: Turn) -> list[int]:
    """The places in the list that were pressed, or that are meant by what was typed, from 1."""
    if pressed := turn.entity("place"):
        return [int(pressed)]
    found, places = turn.state.receipts, read_ordinals(turn.text)
    if LAST in places:
        return [len(found)]
    typed = turn.text.casefold()
    by_theme = [place for place, one in enumerate(found, 1) if theme_name(turn, one.theme).casefold() in typed]
    only = [1] if len(found) == 1 and names_only_one(turn.text) else []
    return by_theme or list(places) or only


def remember(turn: Turn, receipt: Saved) -> None:
    """Keep a receipt, in its place when its code is known already, and pick it."""
    found = turn.state.receipts
    if any(one.code == receipt.code for one in found):
        found = tuple(receipt if one.code == receipt.code else one for one in found)
    else:
        found = (*found, receipt)
    turn.set(receipts=found, picked=receipt.code)


def of_saved(code: str, found: SavedReflection, before: Saved | None = None) -> Saved:
    """The receipt of what a code opens; `before` is the one that this conversation had of it."""
    known = before or Saved(code, found.theme, found.day.isoformat(), found.sharing)
    team = found.team or ""
    return replace(
        known, theme=found.theme, day=found.day.isoformat(), sharing=found.sharing, team=team, **last_days(found)
    )


async def read_saved(turn: Turn, code: str) -> SavedReflection | None:
    """What a code of this conversation opens, or None when it is gone."""
    return await turn.slowly(read_reflection, turn.waymark.database, turn.waymark.settings.secret, code)


def say_gone(turn: Turn, code: str) -> None:
    """It was deleted elsewhere, or its time is over."""
    turn.become(drafts.forget_receipt(turn.state, code))
    turn.offer("utter_gone", list_button(turn))
    turn.go("code")


def last_days(found: SavedReflection) -> dict[str, str]:
    """For a receipt: the last day (`until`), that of grace (`end`) and that of a legal hold (`held`), ISO or empty."""
    days = {"until": found.expires_on, "end": found.grace_until or found.expires_on, "held": found.held_until}
    return {name: day.isoformat() if day else "" for name, day in days.items()}


def last_day(turn: Turn, receipt: Saved, known: str) -> date:
    """One of its last days (`until`, `end` or `held`); from the schedule, where an earlier release did not say."""
    if known:
        return date.fromisoformat(known)
    return date.fromisoformat(receipt.day) + timedelta(days=turn.waymark.content.organisation.retention_days)


def goes_soon(turn: Turn, receipt: Saved) -> bool:
    """Whether its last day is near, or over."""
    organisation = turn.waymark.content.organisation
    return today_in_scotland() >= warned_from(last_day(turn, receipt, receipt.until), organisation)


def kept_until(turn: Turn, receipt: Saved) -> str:
    """How long it is kept, in words, and whether it can be kept longer."""
    shared, until = receipt.sharing != "private", last_day(turn, receipt, receipt.until)
    if today_in_scotland() > until:
        said = "utter_kept_grace_shared" if shared else "utter_kept_grace"
    elif goes_soon(turn, receipt):
        said = "utter_kept_soon_shared" if shared else "utter_kept_soon"
    else:
        said = "utter_kept"
    return turn.words(said, until=_written(until), end=_written(last_day(turn, receipt, receipt.end)))


def say_copy(turn: Turn, until: date | None) -> None:
    """Say that a legal hold keeps a sealed copy of what was taken back or changed, where one does."""
    if until is not None:
        turn.offer("utter_copy_held", [], until=_written(until))


def _written(day: date) -> str:
    return f"{day:%-d %B %Y}"


def written_day(receipt: Saved) -> str:
    """The day that a saved reflection carries, as people write it."""
    return _written(date.fromisoformat(receipt.day))


def theme_name(turn: Turn, theme: str) -> str:
    """A theme's name; its id when the content knows it no longer."""
    return {one.id: one.name for one in turn.waymark.content.themes}.get(theme, theme)


def about(turn: Turn, receipt: Saved) -> dict[str, Any]:
    """Its theme and day, as places in an utterance."""
    return {"theme": theme_name(turn, receipt.theme), "day": written_day(receipt)}


def downloads(turn: Turn) -> list[dict[str, str]]:
    """The ways to take a copy away, for the field `downloads` of a message."""
    return [
        {"format": one, "label": turn.words(f"utter_download_{one}"), "href": f"/chat/reflections.{one}"}
        for one in FORMATS
    ]


def receipt_data(turn: Turn, theme: str, receipt: Receipt) -> dict[str, Any]:
    """A receipt as structure: what is saved, where, until when, how to delete it, and the ways to take it away."""
    return {
        "kind": "receipt",
        "code": split_address(receipt.code)[0],
        "until": f"{receipt.until:%-d %B %Y}",
        "saved": turn.words("utter_receipt_saved", theme=theme_name(turn, theme)),
        "where": turn.words(f"utter_receipt_{receipt.sharing}", team=team_name(turn, receipt.team)),
        "how_to_delete": turn.words("utter_receipt_delete"),
        "downloads": [*downloads(turn), *calendar_file(turn)],
    }


def calendar_file(turn: Turn) -> list[dict[str, str]]:
    """The next step as a file for one's own calendar, on the web, where there is one that may be shown."""
    if not turn.answers.next_step or "next_step" in turn.state.screened or turn.channel != "web":
        return []
    return [{"format": "ics", "label": turn.words("utter_download_ics"), "href": "/chat/next-step.ics"}]


def team_name(turn: Turn, team: str | None) -> str:
    """A team's name by its id; the id of one that is no longer in the content, and empty where there is none."""
    return next((one.name for one in turn.waymark.content.organisation.teams if one.id == team), team or "")


def list_button(turn: Turn, least: int = 2) -> list[dict[str, str]]:
    """A way to the list, where there are at least so many."""
    if len(turn.state.receipts) < least:
        return []
    return [{"title": turn.words("utter_wish_my_reflections"), "payload": "/my_reflections"}]
