"""One topic, one stem: who looks for a topic finds it under the same name everywhere."""

from __future__ import annotations

import pytest
from house import ACTIONS, DATA, read_python, short, stems

ACTION_TOPICS = {path.stem for path in ACTIONS}

NOT_A_TOPIC = {
    "__init__": "the package",
    "base": "what all actions share",
    "changes": "what coordinators published; who asks for it gets it by the rule of `questions`",
    "ideas": "guidance after saving, which the topic `reflection` offers",
    "listening": "acknowledgements; every topic that keeps words uses it",
    "opening": "what somebody says first, whatever they were asked",
    "turns": "what an action sees of one turn",
    "holding": "words that are asked about before they are used; every topic uses it",
    "reach": "support beside whatever else is said to heavy words; every topic uses it",
    "rating": "how a rating is typed; the topic `reflection` asks for it",
    "services": "the support services as structure; several topics show them",
    "saved": "what was saved or opened in this conversation; several topics use it",
    "stages": "where a conversation stands; every topic uses it",
    "cutting": "a wish of the topic `corrections`, by what the words are about",
    "unclear": "words that are not understood, whatever the topic",
    "who_sees": "the choice of the topic `sharing`, and what is offered to whoever cannot choose",
}

NO_RULES = {
    "listening": "what is said to words that somebody wrote, by how they wrote them; chosen in bot/dialogue/",
    "entry": "said by the pages of signing in, before a dialogue begins",
    "errors": "said by the chat door, not by the dialogue",
    "teams": "said by the Teams door, not by the dialogue",
    "unclear": "said where words are not understood, whatever the topic",
    "changes": "what coordinators published; who asks for it gets it by the rule of `questions`",
    "privacy": "answers to questions, by the one rule of the topic `questions`",
    "trust": "answers to questions, by the one rule of the topic `questions`",
    "roadmap": "answers to questions, by the one rule of the topic `questions`",
}

NO_LANGUAGE = {
    "listening": "it answers words of every kind",
    "entry": "nobody has said anything yet",
    "errors": "nobody asks for an error",
    "teams": "nobody asks for what the Teams door says itself",
    "unclear": "it is what nothing was taught for",
    "helps": "its wishes are among the commands",
}

ONLY_LANGUAGE = {
    "outside": "questions that have no answer: the words for that are among `questions`",
    "voices": "wishes and answers of all kinds, by who wrote them",
    "more_voices": "the same of more writers",
}


def test_every_topic_of_rules_has_words_and_actions() -> None:
    assert stems("rules") <= stems("responses")
    assert stems("rules") <= ACTION_TOPICS


def test_every_topic_of_words_has_rules_or_a_reason() -> None:
    assert stems("responses") - stems("rules") == set(NO_RULES)


def test_every_topic_of_actions_has_rules_or_a_reason() -> None:
    assert ACTION_TOPICS - stems("rules") == set(NOT_A_TOPIC)


def test_every_topic_has_language_or_a_reason() -> None:
    assert stems("responses") - stems("nlu") == set(NO_LANGUAGE)
    assert stems("nlu") - stems("responses") == set(ONLY_LANGUAGE)


def test_stories_only_of_topics() -> None:
    assert stems("stories") <= stems("rules")


@pytest.mark.parametrize("path", ACTIONS, ids=lambda path: path.stem)
def test_an_action_file_says_why_it_exists(path) -> None:
    assert read_python(path).body[0].value.value.strip().endswith("."), short(path)


def test_data_holds_what_editors_write_and_no_python() -> None:
    assert {path.name for path in DATA.iterdir()} - {
        "cards",
        "content",
        "easy_read",
        "nlu",
        "responses",
        "rules",
        "stories",
        "teams",
        "widget",
    } == set()
    assert [short(path) for path in DATA.rglob("*.py")] == []
