"""Coming back with a return code: reading and deleting what was saved."""

from __future__ import annotations

import asyncio

from rasa_sdk.events import EventType, SlotSet

from actions.base import Turn, WaymarkAction, leave_form
from actions.stages import rating_label, settle_questions, show_summary
from actions.unclear import not_understood
from bot.reflection.answers import QUESTIONS
from bot.reflection.codes import read_code, read_words
from bot.reflection.keeping import TooManyGuesses, open_reflection, withdraw_reflection
from bot.store.reflections import SavedReflection


class ActionAskCode(WaymarkAction):
    """Asks for the four words, and says those of this conversation again."""

    def name(self) -> str:
        return "action_ask_code"

    async def act(self, turn: Turn) -> list[EventType]:
        if receipt := turn.slot("receipt"):
            turn.say("utter_code_again", code=receipt["code"])
        else:
            turn.say("utter_ask_code")
        return leave_form("code")


async def look_up(turn: Turn, code: str) -> SavedReflection | None:
    """What a code opens, or None. Raises TooManyGuesses."""
    waymark = turn.waymark
    return await asyncio.to_thread(
        open_reflection, waymark.database, waymark.settings.secret, code, turn.tracker.sender_id
    )


async def open_code(turn: Turn) -> list[EventType]:
    """Open what a typed code stands for, and show its theme and day, not its words."""
    waymark = turn.waymark

    def stay(_: Turn) -> list[EventType]:
        return leave_form("code")

    code = read_code(turn.text, read_words(waymark.settings.content_dir))
    if code is None:
        return not_understood(turn, "utter_code_unclear", "utter_code_unclear_again", stay)
    try:
        found = await look_up(turn, code)
    except TooManyGuesses:
        turn.say("utter_code_wait")
        return leave_form("code")
    if found is None:
        return not_understood(turn, "utter_code_unknown", "utter_code_unclear_again", stay)
    turn.say(
        "utter_opened",
        theme=waymark.content.theme(found.theme).name,
        day=f"{found.day:%-d %B %Y}",
        sharing=turn.words(f"utter_receipt_{found.sharing}"),
    )
    return [SlotSet("receipt", {"code": code, "sharing": found.sharing}), *leave_form("opened")]


class ActionReadBack(WaymarkAction):
    """Shows the person's own words, because they asked: those in hand, else what was saved."""

    def name(self) -> str:
        return "action_read_back"

    async def act(self, turn: Turn) -> list[EventType]:
        waymark, receipt = turn.waymark, turn.slot("receipt")
        if turn.slot("stage") not in ("code", "opened", "withdraw"):
            settled = settle_questions(turn)
            if turn.answers:
                return [*settled, *show_summary(turn)]
        found = None
        if receipt:
            try:
                found = await look_up(turn, receipt["code"])
            except TooManyGuesses:
                turn.say("utter_code_wait")
                return leave_form("opened")
        if found is None:
            turn.say("utter_ask_code")
            return leave_form("code")
        answers = [
            {
                "question": turn.words(f"utter_label_{question}"),
                "text": rating_label(turn, text) if question == "rating" else text,
            }
            for question in QUESTIONS
            if (text := getattr(found, question))
        ]
        theme = waymark.content.theme(found.theme).name
        turn.say("utter_read_back", data={"kind": "summary", "theme": theme, "answers": answers})
        return leave_form("opened")


class ActionWithdraw(WaymarkAction):
    """Asks once, then deletes what was saved."""

    def name(self) -> str:
        return "action_withdraw"

    async def act(self, turn: Turn) -> list[EventType]:
        waymark, receipt = turn.waymark, turn.slot("receipt")
        if not receipt:
            turn.say("utter_ask_code")
            return leave_form("code")
        if turn.slot("stage") != "withdraw" or not turn.plain:
            turn.say("utter_ask_withdraw")
            return leave_form("withdraw")
        await asyncio.to_thread(withdraw_reflection, waymark.database, waymark.settings.secret, receipt["code"])
        turn.say("utter_withdrawn")
        return [SlotSet("receipt", None), *leave_form("saved")]
