"""Questions to Waymark, answered from words that were written beforehand; then back to where we were."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType

from actions.base import Turn, WaymarkAction, pause_form
from bot.content import Content


class ActionAnswerQuestion(WaymarkAction):
    """Answers with the utterance of the question's own name, and gives the publication that it rests on."""

    def name(self) -> str:
        return "action_answer_question"

    async def act(self, turn: Turn) -> list[EventType]:
        content = turn.waymark.content
        if turn.asked == "meaning" and turn.slot("stage") == "questions":
            turn.say("utter_theme_meaning", about=content.theme(turn.slot("theme")).about)
            return pause_form("question")
        utterance = f"utter_ask_{turn.asked}"
        source = find_source(turn, utterance)
        turn.say(utterance, data={"kind": "message", "source": source} if source else None, **known(content), **source)
        return pause_form("question")


def find_source(turn: Turn, utterance: str) -> dict[str, str]:
    """The publication in sources.yml that an answer rests on; empty for what docs/ says of Waymark itself."""
    rests_on = turn.domain["responses"][utterance][0]["metadata"]["rests_on"]
    for source in turn.waymark.content.sources:
        if source.id == rests_on:
            return {
                "source": f"{source.title}, {source.publisher}",
                "url": source.url,
                "checked": f"{source.checked:%-d %B %Y}",
            }
    return {}


def known(content: Content) -> dict[str, Any]:
    """What may fill the places of an answer; a principle or one of the 5 Rs fills the place of its id."""
    return {
        "organisation": content.organisation.name,
        "days": str(content.organisation.retention_days),
        "principles": ", ".join(principle.name.lower() for principle in content.principles),
        "five_rs": ", ".join(one.name for one in content.five_rs),
        "themes": "; ".join(theme.name for theme in content.themes),
        **{one.id: one.line for one in (*content.principles, *content.five_rs)},
    }
