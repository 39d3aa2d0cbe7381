"""How each stage asks what it asks (bot/dialogue/stages.py has the table), and how it is put once more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.base import do, move
from actions.holding import ask_held, settle_held
from actions.saved import downloads, list_button
from actions.turns import Buttons, Turn, button
from bot.content import Team
from bot.dialogue import words
from bot.dialogue.stages import row
from bot.nlu.english import main_words, read_ordinals
from bot.nlu.shape import is_shaped
from bot.reflection.answers import QUESTIONS


def rating_label(turn: Turn, rating: str) -> str:
    """How a rating's id reads."""
    return dict(turn.waymark.content.rating_scale).get(rating, rating)


def in_their_words(turn: Turn) -> dict[str, Any]:
    """The person's own words as structure: theme, and each question with its answer."""
    theme, aside = turn.state.theme, turn.state.aside
    answers = [
        {
            "question": turn.words(f"utter_label_{question}"),
            "text": rating_label(turn, text) if question == "rating" else text,
            "never_shared": question in turn.state.screened,
        }
        for question, text in turn.answers.given()
    ]
    if aside:  # it belongs to no answer: nobody said that it may be shared
        answers.append({"question": turn.words("utter_label_aside"), "text": aside.text, "never_shared": True})
    return {
        "kind": "summary",
        "theme": turn.waymark.content.theme(theme).name if theme else "",
        "answers": answers,
        "downloads": downloads(turn),
    }


@move
async def show_summary(turn: Turn) -> None:
    """Give the person their own words back, and ask what to do with them. A name in them is pointed out."""
    if settle_held(turn):
        turn.set(stage="summary")
        return
    show_words(turn)


def show_words(turn: Turn) -> None:
    """Give the person their own words back, and all that is kept beside them."""
    editing = turn.state.editing
    if not turn.answers:
        turn.say("utter_nothing_left" if editing else "utter_nothing_written")
        turn.go("summary" if editing else "saved")
        return
    turn.say(change_summary(turn) if editing else "utter_summary", data=in_their_words(turn))
    names = names_in_answers(turn)
    if not editing and turn.tier != "soft" and names:  # one thing at a time, when it is a lot
        turn.offer("utter_name", name_choices(turn, names), name=names[0])
    turn.go("summary")


def show_so_far(turn: Turn) -> None:
    """Give the person their own words in the middle of the questions; "Go on" comes back to the one that is open."""
    turn.say("utter_so_far", data=in_their_words(turn))
    turn.pause("words")


def names_in_answers(turn: Turn) -> list[str]:
    """Suspected names that the person has not decided on. Words that are never shared are left in peace."""
    return words.undecided_names(turn.state)


def keep_names(turn: Turn, names: Sequence[str]) -> None:
    """The person decided to keep these names: they are not asked about again."""
    turn.set(kept_names=(*turn.state.kept_names, *names))


def name_choices(turn: Turn, names: Sequence[str]) -> Buttons:
    """What may be done with the first of the names, each in one tap; with more than one, also to keep them all."""
    keep = {"one": "utter_keep_name", "all": "utter_keep_all_names"} if len(names) > 1 else {"one": "utter_keep_name"}
    instead = {by: turn.words(f"utter_instead_{by}") for by in ("colleague", "person")}
    return [
        *(button(turn.words("utter_change_name", words=it), "replace_name", by=by) for by, it in instead.items()),
        *(button(turn.words(utterance), "keep_name", which=which) for which, utterance in keep.items()),
    ]


@move
async def ask_name(turn: Turn) -> None:
    """Ask about a name before the words are shared."""
    names = names_in_answers(turn)
    if not names:
        await show_summary(turn)
        return
    turn.offer("utter_ask_name", name_choices(turn, names), name=names[0])
    turn.go("naming")


_SAID_AGAIN = 0.9
"""From here on a wish that was said again is meant: below, its words deny or waver ("not anonymously")."""


def means_it(turn: Turn, sharing: str) -> bool:
    """Whether a wish to share is plain, or is said again by somebody who was just asked about it and does not waver."""
    asked = turn.was_asked("utter_ask_meant", f"/share_{sharing}")
    return turn.plain or (asked and turn.confidence >= _SAID_AGAIN and not is_shaped(turn.text))


async def names_first(turn: Turn, sharing: str) -> bool:
    """Ask about names before words are shared, once.

    sharing: the way in which they are shared once that is settled, "anonymous", "team" or, for a change, "save".
    Out: whether something is asked. Whoever shares all the same keeps the names, and is not asked again.
    """
    told_who = turn.state.editing or turn.said("utter_ask_sharing")
    if not (means_it(turn, sharing) and told_who):  # who will see it is said before anything else
        return False
    names = names_in_answers(turn)
    if names and turn.state.stage != "naming":
        turn.set(sharing_wish=sharing)
        await ask_name(turn)
        return True
    keep_names(turn, names)
    return False


def change_summary(turn: Turn) -> str:
    """What is asked of a change to something saved: whoever else will read it is named."""
    receipt = turn.state.in_hand
    shared = receipt is not None and receipt.sharing != "private"
    return "utter_summary_change_shared" if shared else "utter_summary_change"


@move
async def ask_edit(turn: Turn) -> None:
    """Ask which answer to change."""
    _ask_which(turn, "edit", QUESTIONS)


@move
async def ask_remove(turn: Turn) -> None:
    """Ask which answer to remove."""
    _ask_which(turn, "remove", [question for question, _ in turn.answers.given()])


def _ask_which(turn: Turn, intent: str, questions: Sequence[str]) -> None:
    labels = [button(turn.words(f"utter_label_{question}"), intent, question=question) for question in questions]
    turn.offer(f"utter_ask_{intent}", labels)
    turn.go(intent)


def named_question(turn: Turn) -> str | None:
    """The question that was pressed, or typed by its place or a word of its name: "the second", "the next step"."""
    pressed, typed = turn.entity("question"), main_words(turn.text)
    if pressed in QUESTIONS or not turn.text:
        return pressed
    names = {one: main_words(f"{one} {turn.words(f'utter_label_{one}')}") for one in QUESTIONS}
    near = max(QUESTIONS, key=lambda one: len(names[one] & typed))
    if names[near] & typed:
        return near
    place = next(iter(read_ordinals(turn.text)), 0)
    return QUESTIONS[place if place < 0 else place - 1] if place and place <= len(QUESTIONS) else None


def say_kept_under(turn: Turn, questions: Sequence[str]) -> None:
    """Say under which questions words were kept."""
    labels = [turn.words("utter_quoted", words=turn.words(f"utter_label_{one}")) for one in questions]
    turn.say("utter_kept_under", answers=", ".join(labels))


@move
async def ask_sharing(turn: Turn) -> None:
    """Ask how to save: private, without a name, or with the team's name."""
    if turn.said("utter_ask_sharing"):
        turn.say("utter_ask_sharing_again")
    else:
        turn.tell("utter_ask_sharing")
    turn.go("sharing")


@move
async def ask_what_with_saved(turn: Turn) -> None:
    """Ask what to do with what is saved: read it, change it, delete it, or begin anew."""
    turn.say("utter_what_with_saved", data={"downloads": downloads(turn)}, buttons=list_button(turn))
    turn.go("opened")


@move
async def ask_team(turn: Turn) -> None:
    """Ask for the team's name, among all of them."""
    offer_teams(turn, turn.waymark.content.organisation.teams)


def offer_teams(turn: Turn, teams: Sequence[Team]) -> None:
    """Ask for the team's name, among these."""
    turn.offer("utter_ask_team", [button(team.name, "choose_team", team=team.id) for team in teams])
    turn.go("team")


def ask_meant(turn: Turn, label: str, payload: str) -> None:
    """Ask whether somebody means a choice of which they typed a part; no stage is left for that."""
    yes = {"title": turn.words("utter_meant_yes"), "payload": payload}
    turn.offer("utter_ask_meant", [yes, button(turn.words("utter_meant_no"), "go_on")], label=label)


@move
async def ask_let_go(turn: Turn) -> None:
    """Ask whether to let the words go; they are shown, so that it is plain which."""
    turn.say("utter_ask_let_go", data=in_their_words(turn))
    turn.go("let_go")


@move
async def what_next(turn: Turn) -> None:
    """Ask what to do now."""
    turn.say("utter_what_next")
    turn.go("saved")


@move
async def look_back(turn: Turn) -> None:
    """Show the words that are not saved; ask what to do now where there are none."""
    await (show_summary(turn) if turn.answers else what_next(turn))


@move
async def begin(turn: Turn) -> None:
    """Ask what is on the person's mind at work."""
    turn.say("utter_begin")
    turn.go("welcome")


@move
async def ask_question(turn: Turn) -> None:
    """Ask the next of the four questions: the form does."""
    turn.enter_questions()


@move
async def ask_again(turn: Turn) -> None:
    """Put the question of the current stage once more, after whatever came in between."""
    if turn.state.undecided:
        ask_held(turn)
        return
    turn.set(held=None)
    await do(turn, row(turn.state.stage).asks)


async def settle_questions(turn: Turn) -> bool:
    """The person wants no more questions: those that are open count as skipped, or as they were before.

    Out: whether there were any, and there is something to show.
    """
    if turn.state.stage != "questions":
        return False
    turn.become(words.settle_all(words.keep_held(turn.state)))
    return bool(turn.answers or turn.state.aside)
