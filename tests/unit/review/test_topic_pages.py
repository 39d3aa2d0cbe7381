"""The topics page: within the area, never named by a machine, kept as tags by whoever reads, and on record."""

from __future__ import annotations

import html
import re

import pytest

from bot.review import topics
from bot.settings import Settings

HERE = "/topics?theme=leadership&show=opportunities"
ABOUT = {
    "supervision": ["Supervision was cancelled", "I want supervision each month", "My supervision is a tick list"],
    "parking": ["There is nowhere to park the car", "Parking costs too much", "The car park is full by eight"],
}


@pytest.fixture
def settings(tmp_path):
    """With topics of five answers or more."""
    return Settings(home=tmp_path, secret_key="k" * 40, smallest_group=5)


@pytest.fixture
def shared(share):
    """Answers on two things, and one on the same in another theme."""
    found = {topic: [share(opportunities=text) for text in texts * 3] for topic, texts in ABOUT.items()}
    share(theme="budgets", opportunities="Supervision of somebody else")
    return found


def forms(page):
    return [form for form in re.findall(r"<form.*?</form>", page.text, re.S) if "/reflections/marks" in form]


def fields(form):
    hidden = (tag for tag in re.findall(r"<input[^>]*>", form) if 'type="hidden"' in tag)
    return {re.search('name="(.*?)"', tag)[1]: html.unescape(re.search('value="(.*?)"', tag)[1]) for tag in hidden}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_topic_is_shown_named_kept_as_a_tag_and_undone(signed_in, shared, share, audited):
    page = signed_in.get(HERE)
    assert "somebody else" not in page.text
    assert len(forms(page)) == 2
    assert "Your name for it" in page.text
    viewed = {event.subject for event in audited() if event.event == "reflection_viewed"}
    assert viewed == set(re.findall(r"/reflections/([0-9a-f]{32})", page.text))
    assert [event.fields for event in audited() if event.event == "topics_viewed"] == [
        {"theme": "leadership", "answer": "opportunities"}
    ]
    form = next(form for form in forms(page) if any(one in form for one in shared["supervision"]))
    answer = signed_in.post("/reflections/marks", data=fields(form) | {"tag": "One to ones"})
    assert answer.headers["location"].startswith(HERE + "&done=")
    for text in ABOUT["supervision"]:
        share(opportunities=text)
    after = signed_in.get(answer.headers["location"])
    assert "the tag <q>one to ones</q> now." in after.text
    assert "May belong to <q>one to ones</q>" in after.text, "what is new is drawn to it"
    undo = next(form for form in re.findall(r"<form.*?</form>", after.text, re.S) if "/reflections/undo" in form)
    assert signed_in.post("/reflections/undo", data=fields(undo)).headers["location"] == HERE
    assert "one to ones" not in signed_in.get("/reflections").text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nothing_outside_the_area_is_looked_at(signed_in, shared, become, monkeypatch):
    become(themes=["budgets"])
    asked = []
    monkeypatch.setattr(topics, "find_apart", lambda _, answers: asked.append(answers) or topics.Found())
    page = signed_in.get(HERE)
    assert asked == []
    assert "Supervision was cancelled" not in page.text
    signed_in.get("/topics?theme=budgets&show=opportunities")
    assert [answer.text for answer in asked[0]] == ["Supervision of somebody else"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_without_an_encoder_or_a_turn_the_page_says_so(signed_in, shared, monkeypatch):
    def cannot(*_):
        raise topics.NoTopics

    monkeypatch.setattr(topics, "find_apart", cannot)
    assert "Topics could not be found here" in signed_in.get(HERE).text
    monkeypatch.setattr(topics, "PATIENCE", 0)
    with topics._turn() as mine:
        assert mine
        page = signed_in.get(HERE)
    assert page.status_code == 429
    assert "Somebody else is finding topics" in page.text


def test_the_page_asks_first_what_it_is_about(signed_in, shared, monkeypatch):
    monkeypatch.setattr(topics, "find_apart", None)
    page = signed_in.get("/topics")
    assert page.status_code == 200
    assert "Find topics" in page.text
