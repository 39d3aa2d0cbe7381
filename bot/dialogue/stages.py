"""The whole conversation on one page: one row for each stage (slot `stage`), and what is done there.

A **move** is something that the dialogue does; its name is that of a function in `actions/` (a test holds the two alike),
and `to` says at which stages it may end. A **stage** says what it asks, and which move Back, Skip, yes, no, and words that
are no command lead to. A **wish** works at every stage alike. Before any of them, words that are held are asked about
(`actions/holding.py`); nothing that comes in between leaves the stage. docs/dialogue.md is made from this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

STAY: Final = "stay"
"""In `to`: the stage does not change."""


@dataclass(frozen=True)
class Move:
    """What it does, in a line, and the stages it may end at."""

    does: str
    to: tuple[str, ...] = (STAY,)


@dataclass(frozen=True)
class Stage:
    """One row: what is asked, and the moves that what the person does leads to."""

    about: str
    asks: str
    back: str
    skip: str
    yes: str
    no: str
    words: str


MOVES: Final = {
    # beginning
    "begin": Move("asks what is on the person's mind at work", ("welcome",)),
    "ask_theme": Move("asks for a theme, the near ones or all nine", ("theme",)),
    "take_opening": Move(
        "takes words as the start of a reflection, and begins as soon as a theme is near",
        ("theme", "questions", "summary"),
    ),
    "take_first": Move("takes the theme that was offered first", ("questions", "summary")),
    "other_themes": Move(
        "shows all nine themes; where they are shown already, none is needed", ("theme", "welcome", "ended")
    ),
    "no_theme": Move("says that no theme is needed; the second time ends", ("welcome", "ended")),
    # the questions
    "ask_question": Move("asks the next of the four questions", ("questions", "summary")),
    "question_before": Move("opens the question before again", ("questions",)),
    "skip_question": Move("leaves the question as it is, or asks it in a smaller way", ("questions", "summary")),
    "too_hard": Move("asks a smaller question; the second time leaves it", ("questions", "summary")),
    "take_words": Move("takes words as answers, or asks where they belong", (STAY, "questions", "summary")),
    # one's own words
    "show_summary": Move("gives the person their own words back", ("summary", "saved")),
    "ask_edit": Move("asks which answer to change", ("edit",)),
    "ask_remove": Move("asks which answer to remove", ("remove",)),
    "ask_name": Move("asks about a name before the words are shared", ("naming", "summary")),
    "ask_let_go": Move("asks whether to let the words go", ("let_go",)),
    "let_go": Move("lets the words go; they can be brought back", ("saved", "summary")),
    "edit": Move("opens the answer that was named", ("questions", "edit", "summary")),
    "remove": Move("takes out the answer that was named", ("remove", "summary", "questions")),
    # saving
    "save": Move("asks who may see it, or saves a change", ("sharing", "naming", "summary", "saved")),
    "ask_sharing": Move("asks how to save", ("sharing",)),
    "ask_team": Move("asks for the team's name", ("team",)),
    "choose_team": Move(
        "saves with the team that was named", ("team", "saved", "summary", "sharing", "code", "opened")
    ),
    "what_next": Move("asks what to do now", ("saved",)),
    "look_back": Move("shows words that are not saved; asks what to do now where there are none", ("summary", "saved")),
    "change_theme": Move("puts the words aside and asks for another theme", ("theme", "questions", "summary")),
    "finish": Move("shows unsaved words first, then says goodbye", ("summary", "ended", "questions")),
    # what is saved
    "ask_code": Move("asks for a return code", ("code",)),
    "open_code": Move("opens what a typed return code stands for", ("code", "opened")),
    "ask_what_with_saved": Move("asks what to do with what is saved", ("opened",)),
    "say_more": Move(
        "hears how the next step went, a return code, or the start of a new reflection",
        ("opened", "code", "theme", "questions"),
    ),
    "ask_share_progress": Move("asks whether coordinators may see how the next step went", ("progress",)),
    "share_progress": Move("lets coordinators see how the next step went", ("opened", "code")),
    "ask_mine": Move("lists what was saved or opened here", ("mine", "code")),
    "list_or_stay": Move("lists what was saved, where there are several", ("mine", "opened")),
    "pick": Move("takes one of the list", ("mine", "opened", "withdraw", "code")),
    "ask_resharing": Move("asks who may see what is saved from now on", ("resharing", "code", "mine")),
    "ask_withdraw": Move("asks whether to delete what is saved", ("withdraw", "code")),
    "withdraw": Move("deletes what is saved", ("saved", "withdraw", "code", "mine")),
    "ask_withdraw_all": Move("asks whether to delete all of it", ("withdraw_all", "code")),
    "withdraw_all": Move("deletes all of it", ("saved", "withdraw_all", "code")),
    # at any stage
    "ask_again": Move(
        "puts what is open once more", (STAY, "summary", "saved", "code", "mine", "welcome", "questions")
    ),
    "choice_or_words": Move("asks again after a few words; more of them are kept", (STAY, "summary")),
    "not_understood": Move(
        "asks again in other words; the third time offers ways out", (STAY, "summary", "code", "saved")
    ),
}
"""By its name, which is that of a function in actions/."""

# fmt: off
STAGES: Final = {
    #                     what is open                         asks                   Back                   Skip             yes               no                     words
    "welcome":      Stage("The person has just come",          "begin",               "begin",               "no_theme",      "ask_theme",      "finish",              "take_opening"),
    "theme":        Stage("A theme is to be chosen",           "ask_theme",           "begin",               "no_theme",      "take_first",     "other_themes",        "take_opening"),
    "questions":    Stage("One of the four questions is open", "ask_question",        "question_before",     "skip_question", "ask_again",      "too_hard",            "take_words"),
    "summary":      Stage("Their words are before them",       "show_summary",        "question_before",     "finish",        "save",           "ask_again",           "take_words"),
    "edit":         Stage("Which answer to change",            "ask_edit",            "show_summary",        "show_summary",  "ask_again",      "show_summary",        "edit"),
    "remove":       Stage("Which answer to remove",            "ask_remove",          "show_summary",        "show_summary",  "ask_again",      "show_summary",        "remove"),
    "let_go":       Stage("Shall the words be let go",         "ask_let_go",          "show_summary",        "show_summary",  "let_go",         "show_summary",        "choice_or_words"),
    "sharing":      Stage("Who may see it",                    "ask_sharing",         "show_summary",        "show_summary",  "ask_again",      "show_summary",        "choice_or_words"),
    "naming":       Stage("A name in words to be shared",      "ask_name",            "ask_sharing",         "ask_sharing",   "ask_again",      "ask_sharing",         "choice_or_words"),
    "team":         Stage("Which team it carries",             "ask_team",            "ask_sharing",         "ask_sharing",   "ask_again",      "ask_sharing",         "choose_team"),
    "saved":        Stage("Nothing is open",                   "what_next",           "ask_again",           "what_next",     "change_theme",   "finish",              "take_opening"),
    "ended":        Stage("Goodbye was said",                  "look_back",           "ask_again",           "what_next",     "change_theme",   "finish",              "take_opening"),
    "code":         Stage("A return code is asked for",        "ask_code",            "begin",               "begin",         "ask_again",      "begin",               "open_code"),
    "opened":       Stage("What is saved is talked about",     "ask_what_with_saved", "list_or_stay",        "what_next",     "ask_again",      "what_next",           "say_more"),
    "progress":     Stage("May they see how the step went",    "ask_share_progress",  "ask_what_with_saved", "what_next",     "share_progress", "ask_what_with_saved", "say_more"),
    "mine":         Stage("Which one of the list",             "ask_mine",            "begin",               "what_next",     "ask_again",      "what_next",           "pick"),
    "resharing":    Stage("Who may see it from now on",        "ask_resharing",       "ask_what_with_saved", "what_next",     "ask_again",      "ask_what_with_saved", "not_understood"),
    "withdraw":     Stage("Shall it be deleted",               "ask_withdraw",        "ask_what_with_saved", "what_next",     "withdraw",       "ask_what_with_saved", "not_understood"),
    "withdraw_all": Stage("Shall all of it be deleted",        "ask_withdraw_all",    "list_or_stay",        "what_next",     "withdraw_all",   "list_or_stay",        "not_understood"),
}
# fmt: on
"""By its name, in the order in which people meet them."""

_HERE = (STAY,)
_OF_SAVED = ("code", "mine", "opened", "saved")
"""Where a wish about what is saved ends when there is none, or several, or it is gone."""

WISHES: Final = {
    # beginning
    "greet": (STAY, "theme", "questions"),
    "resume": _HERE,
    "start": ("theme", STAY),
    "help_choose": ("theme", "questions", "summary"),
    "choose_theme": ("theme", "questions", "summary"),
    "choose_any": ("questions", "summary", STAY),
    "change_theme": ("theme", "questions", "summary"),
    # a hand held out
    "example": _HERE,
    "other_way": _HERE,
    # at any time
    "pause": _HERE,
    "go_on": (STAY, "theme", "questions"),
    "support": _HERE,
    "finish": ("summary", "ended", "saved", "sharing"),
    "ask": (STAY, "sharing", "summary"),
    "disclosure": _HERE,
    "thanks": _HERE,
    "kind_words": _HERE,
    "annoyed": _HERE,
    "settings": _HERE,
    "forget_chat": (STAY, "welcome"),
    "take_away": _HERE,
    "remind": _HERE,
    "cancel_reminder": _HERE,
    "reminder_due": _HERE,
    "reworded": (STAY, "questions", "summary"),
    "another_idea": _HERE,
    "choose_work": _HERE,
    "helpful": _HERE,
    # words that are held
    "unsure": (STAY, "questions", "summary"),
    "undecided": _HERE,
    "meant": _HERE,
    "distress": (STAY, "questions", "summary"),
    "keep_words": (STAY, "questions", "summary"),
    "leave_out": _HERE,
    # one's own words
    "keep": (STAY, "questions", "summary", "sharing", "naming", "team", "saved", "opened"),
    "read_back": (STAY, "summary", *_OF_SAVED),
    "edit": ("edit", "questions", STAY, *_OF_SAVED),
    "add_more": ("edit", "questions", *_OF_SAVED),
    "move_words": (STAY, "questions", "summary"),
    "remove": ("remove", "summary", "questions", STAY, *_OF_SAVED),
    "scrap": (STAY, "questions", "summary", "edit", "remove", "let_go", "withdraw", *_OF_SAVED),
    "bring_back": (STAY, "questions", "summary"),
    "replace_name": (STAY, "summary", "naming", "team", "saved"),
    "keep_name": (STAY, "summary", "naming", "team", "saved"),
    "let_go": ("let_go", "summary", "withdraw", "withdraw_all", *_OF_SAVED),
    # saving
    "save": ("sharing", "naming", "summary", STAY, *_OF_SAVED),
    "share_private": ("saved", "summary", "resharing", STAY, *_OF_SAVED),
    "share_anonymous": ("saved", "sharing", "naming", "summary", "resharing", STAY, *_OF_SAVED),
    "share_team": ("team", "sharing", "naming", "summary", "resharing", STAY, *_OF_SAVED),
    "choose_team": ("team", "sharing", "naming", "summary", "resharing", STAY, *_OF_SAVED),
    # what is saved
    "return_code": ("code",),
    "progress": ("progress", *_OF_SAVED),
    "share_progress": ("opened", "code"),
    "my_reflections": ("mine", "code"),
    "pick": ("withdraw", *_OF_SAVED),
    "reshare": ("resharing", "sharing", STAY, *_OF_SAVED),
    "keep_longer": _OF_SAVED,
    "withdraw": ("withdraw", *_OF_SAVED),
    "withdraw_all": ("withdraw_all", "saved", "code"),
}
"""Intent -> where it may end, whatever the stage."""

_BY_TABLE: Final = {
    **{"back": "back", "skip": "skip", "too_hard": "skip", "affirm": "yes", "deny": "no"},
    **dict.fromkeys(("reflection", "nlu_fallback", "rate"), "words"),
}
"""Intents that mean something else at each stage, and the column of the table that says what."""


def row(stage: str | None) -> Stage:
    """The row of a stage; of the first one where none is set yet."""
    return STAGES[stage or "welcome"]


def ends(stage: str | None, intent: str) -> frozenset[str]:
    """The stages at which a turn may end that began at a stage, by what the message was understood as."""
    here, column = row(stage), _BY_TABLE.get(intent)
    to = set(MOVES[getattr(here, column)].to if column else WISHES[intent])
    if STAY in to:  # what is open is put once more, and that may end elsewhere
        to |= {stage or "welcome", *MOVES[here.asks].to}
    return frozenset(to - {STAY})
