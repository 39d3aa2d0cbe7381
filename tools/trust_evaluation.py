"""Measures whether questions of trust and disclosures get what they ask for, with the trained pipeline as it runs.

`python -m tools.trust_evaluation FILE [--misses]`. FILE is a JSON list of {"text", "right"}, and "right" the
acceptable names: questions ("police"), kinds of disclosure ("bullying"), or "reflection" for an ordinary answer. Each
is understood with nothing asked, and with the first question of a theme open, where "asked about" is right too: the
words are held.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

from bot.runtime.compat import install

install()


class Place:
    """Understands messages at one place of a conversation."""

    def __init__(self, agent: Any, loop: str | None, **slots: Any) -> None:
        from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet
        from rasa.shared.core.trackers import DialogueStateTracker

        events = [ActiveLoop(loop), ActionExecuted("action_listen"), *(SlotSet(*slot) for slot in slots.items())]
        self.tracker = DialogueStateTracker.from_events("x", events, slots=agent.domain.slots)
        self.agent = agent

    def read(self, text: str) -> tuple[str, str]:
        """Give what a message is taken for, by the names of the file, and its tier of distress."""
        from rasa.core.channels.channel import UserMessage

        parse = self.agent.processor.parse_message(UserMessage(text), self.tracker, only_output_properties=True)
        parsed = asyncio.run(parse)
        entities = {entity["entity"]: entity["value"] for entity in parsed["entities"]}
        tier = (parsed.get("safety") or {}).get("tier", "none")
        intent = parsed["intent"]["name"]
        doubted = str(entities.get("command") or "")
        if tier == "interrupt":  # the route for what was disclosed is told after support
            return str(parsed.get("disclosure") or "interrupt"), tier
        if intent == "ask":
            return str(entities.get("asked")), tier
        if intent == "unsure" and doubted.startswith("ask_"):
            return doubted.removeprefix("ask_"), tier
        taken = "reflection" if intent == "nlu_fallback" else intent  # before a theme, any words are a beginning
        return str(parsed.get("disclosure") or taken), tier


def load_agent(model: Path | None) -> Any:
    """Load a model: the one given, or that of the content as it is, trained first if need be."""
    if model is not None:
        from rasa.core.agent import Agent

        return Agent.load(model)
    from bot.runtime.parsing import Parser
    from bot.waymark import get_waymark

    return Parser(get_waymark()).agent


def main() -> None:
    """Print how many are right at each place, and how many messages of distrust are met with the distress screen."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", type=Path)
    options.add_argument("--misses", action="store_true", help="print what was taken for something else")
    options.add_argument("--model", type=Path, help="a trained model to use, whatever the content is now")
    given = options.parse_args()
    cases = json.loads(given.file.read_text(encoding="utf-8"))
    agent = load_agent(given.model)
    places = {
        "nothing asked": Place(agent, None, stage="welcome"),
        "strengths open": Place(
            agent, "reflection_form", stage="questions", theme="culture", requested_slot="strengths"
        ),
    }
    for name, place in places.items():
        read = [(case, *place.read(case["text"])) for case in cases]
        right = sum(got in case["right"] for case, got, _ in read)
        kinds = Counter(case["right"][0] for case, _, _ in read)
        missed = Counter(case["right"][0] for case, got, _ in read if got not in case["right"])
        print(f"{name}: {right} of {len(cases)} right ({right / len(cases):.1%})")
        met = sum(tier == "interrupt" for _, _, tier in read)
        print(f"   met with support first: {met}")
        print("   missed:", ", ".join(f"{kind} {count} of {kinds[kind]}" for kind, count in missed.most_common()))
        doubts = [tier for case, _, tier in read if "trust_you" in case["right"]]
        print(f"   distrust met with the distress screen: {doubts.count('interrupt')} of {len(doubts)}")
        if given.misses:
            for case, got, tier in read:
                if got not in case["right"]:
                    print(f"   {case['text']!r}: {got}, not {'/'.join(case['right'])} (tier {tier})")


if __name__ == "__main__":
    main()
