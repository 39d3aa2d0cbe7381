"""Questions about Waymark, the Roadmap and the principles, answered from approved text; then back to where we were."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions.base import Turn, WaymarkAction, pause_form
from actions.stages import ask_again


class ActionAnswerQuestion(WaymarkAction):
    """Answers with the utterance of the question's own name."""

    def name(self) -> str:
        return "action_answer_question"

    async def act(self, turn: Turn) -> list[EventType]:
        content = turn.waymark.content
        if turn.intent == "ask_meaning" and turn.slot("stage") == "questions" and "trauma" not in turn.text.casefold():
            turn.say("utter_theme_meaning", about=content.theme(turn.slot("theme")).about)
            return pause_form("question")
        turn.say(
            f"utter_ask_{turn.intent.removeprefix('ask_')}",
            organisation=content.organisation.name,
            days=str(content.organisation.retention_days),
            principles=", ".join(principle.name.lower() for principle in content.principles),
        )
        return pause_form("question")


class ActionThanks(WaymarkAction):
    """Takes a thank you, and asks again what was open."""

    def name(self) -> str:
        return "action_thanks"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.say("utter_thanks")
        return ask_again(turn)
