"""Answers alike are found together, always the same, and nothing about them stays in this process."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from bot.encoder import load_encoder
from bot.reflection.grouping import find_topics
from bot.reflection.topics import Answer, NoTopics, find_apart
from bot.settings import ROOT, Settings, get_settings

ABOUT = {
    "supervision": [
        "Supervision was cancelled again",
        "I want supervision each month",
        "My supervision is a tick list",
    ],
    "parking": ["There is nowhere to park the car", "Parking costs too much", "The car park is full by eight"],
}


def answers(many=12, tags=()):
    """Answers on two things that have nothing in common."""
    return [
        Answer(f"{topic}-{n:02}", f"{texts[n % 3]}. {'It is so.' * (n % 2)}", tuple(tags) if n < 6 else ())
        for topic, texts in ABOUT.items()
        for n in range(many)
    ]


def settings(**more):
    return Settings(home=get_settings().home, secret_key="k" * 40, **more)


@pytest.fixture(scope="module")
def encoder():
    return load_encoder(get_settings().models_dir)


def kinds(topics):
    return sorted({one.partition("-")[0] for one in topic.ids}.pop() for topic in topics)


def test_answers_alike_are_found_together_and_shown_by_what_people_wrote(encoder):
    found = find_topics(answers(), encoder, 5)
    assert kinds(found.topics) == ["parking", "supervision"]
    assert all(len({one.partition("-")[0] for one in topic.ids}) == 1 for topic in found.topics)
    texts = {answer.id: answer.text for answer in answers()}
    for topic in found.topics:
        assert len(topic.typical) == 3
        assert all(sentence in texts[one] for one, sentence in topic.typical)
        assert set(topic.words) & ({"supervision"} if "supervision" in topic.ids[0] else {"park", "parking", "car"})


def test_the_order_in_which_they_are_read_changes_nothing(encoder):
    mixed = answers()
    random.Random(1).shuffle(mixed)
    assert find_topics(mixed, encoder, 5) == find_topics(answers(), encoder, 5)


def test_a_topic_of_too_few_is_not_shown(encoder):
    assert find_topics(answers(), encoder, 13).topics == ()
    assert find_topics(answers(2), encoder, 10).topics == ()
    assert find_topics([], encoder, 1).topics == ()


def test_new_answers_are_drawn_to_a_tag_and_are_in_no_other_topic(encoder):
    tagged = [answer for answer in answers(tags=("t1",)) if "supervision" in answer.id]
    rest = [answer for answer in answers() if "parking" in answer.id]
    found = find_topics([*tagged, *rest], encoder, 5)
    assert set(found.drawn) == {"t1"}
    assert found.drawn["t1"].ids
    assert all(one.startswith("supervision") for one in found.drawn["t1"].ids)
    assert kinds(found.topics) == ["parking"]
    assert not {answer.id for answer in tagged if answer.tags} & {one for topic in found.topics for one in topic.ids}


def test_a_process_of_its_own_finds_the_same(encoder):
    assert find_apart(settings(smallest_group=5), answers()) == find_topics(answers(), encoder, 5)


def test_where_there_is_no_encoder_it_says_so(tmp_path):
    with pytest.raises(NoTopics) as raised:
        find_apart(settings(encoder_dir=tmp_path), answers())
    assert "upervision" not in str(raised.value.__cause__ or raised.value)


def test_the_review_door_loads_neither_encoder_nor_clustering():
    heavy = "[name for name in ('sklearn', 'onnxruntime', 'bot.encoder') if name in sys.modules]"
    code = f"import sys; import bot.review.app; print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
