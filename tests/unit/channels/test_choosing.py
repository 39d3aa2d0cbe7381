"""What is typed in place of a press: the label, a part of it, its place or a slip; and what is asked about first."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.choosing import Chosen, find_choice
from bot.nlu.phrases import CommandPhrases, load_command_phrases
from bot.settings import ROOT

PHRASES: CommandPhrases = load_command_phrases(ROOT / "data" / "content" / "commands.yml")
CONTROLS = {"Skip": "skip", "Back": "back", "Change theme": "change_theme", "Support": "support"}


def on_screen(**labels: str) -> list[dict[str, Any]]:
    """The choices of a message: each label (with _ for a blank), and the intent that it sends."""
    choices = [
        {"label": label, "name": name, "value": label, "role": "answer"}
        for label, name in ((label.replace("_", " "), name) for label, name in labels.items())
    ]
    return [
        *choices,
        *({"label": one, "name": name, "value": one, "role": "control"} for one, name in CONTROLS.items()),
    ]


SHARING = on_screen(
    Keep_it_private="share_private",
    Share_without_a_name="share_anonymous",
    **{"Share_with_my_team’s_name": "share_team"},
)
SUMMARY = on_screen(Save_it="save", Change_an_answer="edit", Remove_an_answer="remove", Let_it_go="let_go")
TEAMS = on_screen(
    Housing_and_homelessness="choose_team", Customer_contact_centre="choose_team", No_team_after_all="save"
)
THEMES = on_screen(
    Leadership="choose_theme",
    **{"Workforce_care,_support_and_wellbeing": "choose_theme"},
    Policies_and_processes="choose_theme",
    Help_me_choose="help_choose",
)
RATINGS = on_screen(Not_yet="rate", Getting_started="rate", Some_of_the_time="rate", Not_sure="rate")
MEANT = on_screen(**{"Yes,_I_mean_that": "choose_team", "No,_show_me_the_choices": "go_on"})
HELD = on_screen(
    **{"Keep_them,_and_go_on": "keep_words", "Leave_them_out,_and_go_on": "leave_out"}, Stop_for_now="finish"
)


@pytest.mark.parametrize(
    ("choices", "typed", "label"),
    [
        (SHARING, "Share without a name.", "Share without a name"),
        (SHARING, "without name", "Share without a name"),
        (SHARING, "team’s name please", "Share with my team’s name"),
        (SUMMARY, "chnage answer", "Change an answer"),
        (SUMMARY, "the second one", "Change an answer"),
        (SUMMARY, "2", "Change an answer"),
        (SUMMARY, "option 3 please", "Remove an answer"),
        (THEMES, "leadrship", "Leadership"),
        (THEMES, "the policies one", "Policies and processes"),
        (THEMES, "third", "Policies and processes"),
        (RATINGS, "some of the time", "Some of the time"),
        (RATINGS, "getting started I think", None),
        (MEANT, "aye", "Yes, I mean that"),
        (MEANT, "Yes please", "Yes, I mean that"),
    ],
)
def test_a_label_its_main_words_its_place_or_a_slip_choose_it(
    choices: list[dict[str, Any]], typed: str, label: str | None
) -> None:
    found = find_choice(choices, typed, PHRASES)
    assert found == (Chosen(label, sure=True) if label else None)


@pytest.mark.parametrize(
    ("choices", "typed", "label"),
    [
        (TEAMS, "Housing", "Housing and homelessness"),
        (TEAMS, "1", "Housing and homelessness"),
        (TEAMS, "the second one", "Customer contact centre"),
        (TEAMS, "housing and homelesness", "Housing and homelessness"),
        (SHARING, "2", "Share without a name"),
        (SUMMARY, "4", "Let it go"),
    ],
)
def test_a_part_of_what_publishes_or_deletes_is_asked_about(
    choices: list[dict[str, Any]], typed: str, label: str
) -> None:
    assert find_choice(choices, typed, PHRASES) == Chosen(label, sure=False)


@pytest.mark.parametrize(
    ("choices", "typed"),
    [
        (SHARING, "share without my name"),  # a known phrase
        (SHARING, "name"),  # two have it
        (SHARING, "don't share without a name"),
        (SHARING, "who sees my team’s name?"),
        (TEAMS, "not housing"),
        (TEAMS, "housing or contact centre"),
        (SUMMARY, "let's go"),
        (THEMES, "support"),  # always in reach, and never a theme
        (THEMES, "help"),  # a question of its own
        (THEMES, "our leadership never listens to the night staff at all"),
        (RATINGS, "sure"),  # it is not "Not sure"
        (RATINGS, "not"),
        (RATINGS, "4"),  # it may be four of ten
        (HELD, "leave"),
        (HELD, "yes"),
        (HELD, "go on"),
        (SUMMARY, "yes"),
        (SUMMARY, "9"),
        (SUMMARY, ""),
        ([], "2"),
    ],
)
def test_anything_else_goes_to_the_dialogue(choices: list[dict[str, Any]], typed: str) -> None:
    assert find_choice(choices, typed, PHRASES) is None


def test_a_list_with_numbers_of_its_own_is_counted_by_them() -> None:
    listed = on_screen(**{"1._Leadership,_3_May_2026": "pick"}, Use_another_return_code="return_code")
    assert find_choice(listed, "1", PHRASES) == Chosen("1. Leadership, 3 May 2026", sure=True)
    assert find_choice(listed, "2", PHRASES) is None


def test_a_yes_with_more_around_it_is_one_where_nothing_goes_for_good() -> None:
    meant = on_screen(**{"Yes,_that_one": "share_anonymous"}, No="go_on")
    gone = on_screen(**{"Yes,_let_them_go": "let_go"}, No="go_on")
    said = "ah ken, it's a lot, but aye, that's it"
    assert find_choice(meant, said, PHRASES) == Chosen("Yes, that one", sure=True)
    assert find_choice(gone, said, PHRASES) is None
    assert find_choice(gone, "aye let it go", PHRASES) == Chosen("Yes, let them go", sure=True)
    assert find_choice(meant, "no, not that one at all, aye right", PHRASES) is None


def test_who_is_asked_whether_they_mean_it_may_say_that_they_did() -> None:
    meant = on_screen(**{"Yes,_that_one": "choose_team"}, No="go_on")
    gone = on_screen(**{"Yes,_let_them_go": "let_go"}, No="go_on")
    assert find_choice(meant, "that was my answer, I know it was long", PHRASES) == Chosen("Yes, that one", sure=True)
    assert find_choice(gone, "that was my answer", PHRASES) is None
    for typed in (
        "yes, but private",
        "aye, keep it to myself",
        "I meant private",
        "that was my answer. Do not share it",
    ):
        found = find_choice(meant, typed, PHRASES)
        assert found is None or not found.sure, typed
    alone = on_screen(**{"Yes,_keep_it_private": "share_private"}, No="go_on")
    assert find_choice(alone, "yes keep it private", PHRASES) == Chosen("Yes, keep it private", sure=True)


def test_a_question_publishes_nothing() -> None:
    assert find_choice(SHARING, "What is share without a name?", PHRASES) is None
    asked = find_choice(SHARING, "what is share without a name", PHRASES)
    assert asked is None or not asked.sure
    meant = on_screen(**{"Yes,_that_one": "share_anonymous"}, No="go_on")
    assert find_choice(meant, "Yes, but who will see it?", PHRASES) is None
    assert find_choice(meant, "yes if nobody sees it", PHRASES) is None
