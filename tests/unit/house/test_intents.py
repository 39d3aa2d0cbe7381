"""Every intent is met, every intent can be reached, and every button means something."""

from __future__ import annotations

import json

from house import ROOT, domain, questions, read_yaml, responses, rule_steps, ruled_intents, taught_intents

INTENTS = set(domain()["intents"])

NO_EXAMPLES = {
    "nlu_fallback": "what is left when nothing was understood",
}


def test_every_intent_begins_a_rule() -> None:
    assert INTENTS - set(ruled_intents()) == set()


def test_every_rule_begins_with_an_intent_of_the_domain() -> None:
    assert set(ruled_intents()) - INTENTS == set()


def test_each_intent_begins_one_rule() -> None:
    begun = [step["intent"] for _, step in rule_steps() if "intent" in step]
    assert len(begun) == len(set(begun))


def test_every_intent_is_taught_or_has_a_reason() -> None:
    assert INTENTS - set(taught_intents()) == set(NO_EXAMPLES)
    assert set(taught_intents()) - INTENTS == set()


def test_every_command_phrase_is_of_an_intent_of_the_domain() -> None:
    commands = read_yaml(ROOT / "data" / "content" / "commands.yml")
    assert set(commands["commands"]) - INTENTS - {f"ask_{name}" for name in questions()} == set()
    assert set(commands.get("ask_first") or ()) - INTENTS == set()


def payload_of(button: dict[str, str]) -> str:
    """What a button sends. In the file, braces are doubled for Rasa's interpolator."""
    return button["payload"].replace("{{", "{").replace("}}", "}")


def test_every_button_means_an_intent_with_entities_of_the_domain() -> None:
    for name, variants in responses().items():
        for said in variants:
            for button in said.get("buttons") or ():
                intent, brace, rest = payload_of(button).removeprefix("/").partition("{")
                assert button["payload"].startswith("/"), name
                assert intent in INTENTS, (name, intent)
                assert set(json.loads(brace + rest or "{}")) <= set(domain()["entities"]), name


def test_every_question_that_a_button_asks_is_known() -> None:
    payloads = [
        payload_of(one) for variants in responses().values() for said in variants for one in said.get("buttons") or ()
    ]
    asked = {json.loads(payload.removeprefix("/ask"))["asked"] for payload in payloads if payload.startswith("/ask")}
    assert asked
    assert asked <= questions()


def test_commands_work_by_button_at_every_turn() -> None:
    """Rule 8: these six stand under every message."""
    offered = [button["payload"] for button in responses()["utter_controls"][0]["buttons"]]
    assert offered == ["/skip", "/back", "/pause", "/change_theme", "/finish", "/support"]
