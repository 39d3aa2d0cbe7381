"""Decides on a message where one of a few things is awaited: a rating, who may see it, what becomes of words, a yes.

A known phrase acts as anywhere, and the lists of words come next (``bot.nlu.replies``). What they do not say the guess
of ``bot.nlu.expected`` may, from a certain sureness on; None leaves the message to the decision for any other place.
What shares words is said at once only where list and guess agree, and nothing denies or wavers: "not anonymously",
"sharing anonymously scares me".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from bot.content.sentences import last_sentence
from bot.dialogue.state import State
from bot.nlu.agreeing import begins_with_yes
from bot.nlu.english import denies, is_few_words, is_of_work, split_words, takes_out, wavers
from bot.nlu.expected import ANYWHERE, LOST, OTHER, Place, Reply
from bot.nlu.guess import CHOOSE_ANY, ENOUGH_CONFIDENCE, HELP, HOW, MEANING, OUTSIDE, QUESTION, REFLECTION, Guess
from bot.nlu.phrases import CommandPhrases
from bot.nlu.replies import LONGEST, SHORT_REPLY, Replies
from bot.nlu.resolve import FALLBACK, NAMED, NEVER_CERTAIN, Resolution
from bot.nlu.shape import count_letters, is_brief, is_shaped, is_short
from bot.nlu.wishes import AFFIRM, KEEP
from bot.safety import suspected_names

#: How sure a guess must be. What takes words out needs more. By leaving out one writer in six: docs/understanding.md.
ENOUGH: Final = 0.6
ENOUGH_TO_LEAVE_OUT: Final = 0.85
#: That there is no more to add loses what was typed, if it was more: found for .93 of those, and 1 of 484 others.
SURE_OF_NO_MORE: Final = 0.8
#: So sure that nothing of work is in a first message: heard for .63 of those, and of 5 of 416 that begin a reflection.
SURE_OF_ARRIVAL: Final = 0.8
#: The same where a word of people's work is in it: "hiya got 5 min, the new rota is a shambles" has begun.
SURER_OF_ARRIVAL: Final = 0.95
ARRIVAL: Final = "arrival"
#: From here on words that are no reply may be a further thought of their writer, and are kept.
MAY_BE_A_THOUGHT: Final = 0.35
#: At "who may see it?" a question that nothing answers is about that, unless its writer is lost for sure.
SURE_OF_LOST: Final = 0.8
#: A rating is shown at the summary before anything is done with it, so it needs less.
LIKELY: Final = 0.5
ANONYMOUS: Final = "share_anonymous"
SAVE: Final = "save"
PRIVATE: Final = "share_private"
#: Of a name that was pointed out: how sure a guess must be to act; else it is asked about.
_OF_NAMES: Final = {"keep": ENOUGH, "out": 0.8}
#: At the summary whoever wants to get on ("next please") wants to save: who may see it is asked next.
FORWARD: Final = frozenset({"skip", "go_on"})

#: What leads away from words that are to be saved, and how sure one must be of it, by stage.
_LEADS_AWAY: Final = frozenset({HELP, CHOOSE_ANY, "change_theme", "choose_theme", "start", "scrap", "let_go"})
SURE_TO_LEAVE: Final[Mapping[str, float]] = {"sharing": 1.0, "summary": 0.85}
#: Somebody wavers, or asks us to choose.
UNDECIDED: Final = "undecided"
#: What is called otherwise among intents.
_WISH: Final = {"yes": "keep_words", "no": "leave_out", "keep": "keep_name", "out": "replace_name"}
#: Commands whose phrases are a yes while words are asked about: "yes that's it".
_SAYS_YES: Final = frozenset({"finish", KEEP, AFFIRM})

#: Words. Where one of a few things is awaited people also say why, and a longer message is still a reply.
_LONGEST_REPLY: Final = 30
_ANSWERED: Final = frozenset({"rating", "more"})
"""Places where words may be an answer, so that a reply is short."""

#: Places where a question is never the start of an answer.
_NO_WORDS: Final = frozenset({"rating", "sharing"})
#: Beside what was not understood, what has an answer that is worse than to be told what can be typed here.
_NOT_UNDERSTOOD: Final = frozenset({FALLBACK, REFLECTION, QUESTION + OUTSIDE, QUESTION + MEANING, QUESTION + HOW})

SMALL_TALK: Final = frozenset({"greet", "thanks", "kind_words", "annoyed"})

Expected = Mapping[str, Reply]

#: Stages at which one of a few things is awaited. Which team it is nobody can learn beforehand.
_PLACES: Final[Mapping[str, Place]] = {
    **{"sharing": "sharing", "team": "sharing", "naming": "names"},
    **{"summary": "summary", "edit": "summary", "remove": "summary"},
}


def awaited_place(state: State) -> Place | None:
    """Where one of a few things is awaited, and which."""
    if state.undecided:
        return "held"
    if state.stage == "questions":
        return "rating" if state.open_question == "rating" else None
    return _PLACES.get(state.stage or "")


def _likely(expected: Expected, place: Place, text: str, enough: float = ENOUGH) -> str | None:
    """What a short message means at a place, if that is a reply and sure enough."""
    reply = expected.get(place)
    if reply is None or reply.name in ANYWHERE or reply.sure < enough or not _is_reply(place, text):
        return None
    return reply.name


def _is_reply(place: Place, text: str) -> bool:
    """Whether a message is short enough to be a reply at a place."""
    return is_short(text) if place in _ANSWERED else len(text.split()) <= _LONGEST_REPLY


def _is_known(text: str, phrases: CommandPhrases) -> bool:
    found = phrases.find(text)
    return found is not None and found.certain


def resolve_rating(text: str, phrases: CommandPhrases, expected: Expected) -> Resolution | None:
    """Resolve what is typed at the rating: "ilka day near enough"."""
    rating = None if is_shaped(text) or _is_known(text, phrases) else _likely(expected, "rating", text, LIKELY)
    return Resolution("rate", expected["rating"].sure, rating=rating) if rating else None


def resolve_sharing(
    text: str, replies: Replies, phrases: CommandPhrases, expected: Expected, *, offered: bool = False
) -> Resolution | None:
    """Resolve the answer to "who may see it?".

    offered: we asked whether to keep it private, so that a yes or "just get on" means that.
    """
    if is_shaped(text) or phrases.find(text):
        return None
    whole = len(text.split()) <= LONGEST  # of more than that the list has read the first clause alone
    way, guess = replies.read(text), _likely(expected, "sharing", text)
    meant = way if guess in (None, UNDECIDED) and way else guess
    if (way == PRIVATE and meant == ANONYMOUS) or (meant == PRIVATE and way != PRIVATE and wavers(text)):
        return Resolution(UNDECIDED, NEVER_CERTAIN)  # "I don't want them to read it", "it scares me": offered, not done
    if meant == ANONYMOUS:
        left = replies.leaves(text, ANONYMOUS)
        doubted = denies(left) or wavers(left)
        return Resolution(ANONYMOUS, ENOUGH if doubted else 1.0 if way == guess and whole else NEVER_CERTAIN)
    if way and meant == way and way != ANONYMOUS:
        return Resolution(way, 1.0 if whole else NEVER_CERTAIN)
    if offered and not meant and _likely(expected, "held", text) in ("yes", "go_on"):
        return Resolution(PRIVATE, NEVER_CERTAIN)
    return Resolution(meant, NEVER_CERTAIN) if meant else None


def cannot_choose(text: str, expected: Expected) -> bool:
    """Whether a few words at "who may see it?" that say nothing else are no further thought about work either."""
    guess = expected.get("sharing")
    told = guess is not None and guess.name == OTHER and guess.sure >= ENOUGH
    return len(text.split()) <= SHORT_REPLY and not told


def resolve_held(text: str, replies: Replies, phrases: CommandPhrases, expected: Expected) -> Resolution | None:
    """Resolve what is typed while we ask about words: "aye that's ma answer"."""
    found = phrases.find(text)
    if found is not None and found.certain and found.intent not in _SAYS_YES:
        return None
    if reply := replies.read(text):
        return Resolution(reply, 1.0 if len(text.split()) <= LONGEST else NEVER_CERTAIN)
    guess = None if is_shaped(text) or found is not None else _likely(expected, "held", text)
    if begins_with_yes(text) and is_brief(text) and guess != "no":  # "aye go oan then"
        guess = "yes"
    if guess == "no" and expected["held"].sure < ENOUGH_TO_LEAVE_OUT:
        return None
    return Resolution(_WISH.get(guess, guess), NEVER_CERTAIN) if guess else None


def resolve_shown(text: str, phrases: CommandPhrases, expected: Expected, names: Collection[str]) -> Resolution | None:
    """Resolve what is typed while somebody's words are before them; nothing is saved or let go before one more turn.

    names: those in them that are pointed out beside.
    """
    found, guess = phrases.find(text), _likely(expected, "summary", text)
    if found is not None and not (guess == "save" and found.intent in FORWARD):
        return None
    if is_shaped(text):
        return None
    last = phrases.find(last_sentence(text))  # "I'd leave that in. Save."
    if last is not None and last.intent == SAVE and not denies(text):
        return Resolution(SAVE, NEVER_CERTAIN)
    if names and (reply := resolve_name(text, phrases, expected, names)):
        return reply
    return Resolution(guess, NEVER_CERTAIN) if guess else None


def is_lost(
    place: Place, text: str, resolution: Resolution, phrases: CommandPhrases, expected: Expected, stage: str | None
) -> bool:
    """Whether a message that was not understood, or is a question without an answer, says that somebody is lost."""
    reply, not_understood = expected.get(place), _NOT_UNDERSTOOD | ({NAMED[stage]} if stage in NAMED else set())
    found = phrases.find(text)
    if resolution.intent not in not_understood or reply is None or not count_letters(text):
        return False
    if found is not None and found.intent != QUESTION + HOW:
        return False
    enough = LIKELY if is_few_words(text) else ENOUGH
    lost = reply.name == LOST and reply.sure >= enough and is_short(text)
    within = stage == "sharing" and "?" in text and reply.further < MAY_BE_A_THOUGHT
    asks = is_shaped(text) or within  # "Will they see it? I'd not want that."
    return lost or (place in _NO_WORDS and asks and _is_reply(place, text))


def asks_who_reads(text: str, expected: Expected) -> bool:
    """Whether a question that nothing answers is one on who reads it, as most are where that is to be chosen."""
    reply = expected.get("sharing")
    lost = reply is not None and reply.name == LOST and reply.sure >= SURE_OF_LOST
    return not is_brief(text) and not lost


def is_remark(place: Place, text: str, resolution: Resolution, expected: Expected) -> bool:
    """Whether a message that was not understood is a remark about what is asked, and no thought for an answer.

    "You arranged it very nice", "that wasn't for you": to ask which answer it joins would hold its writer up.
    """
    reply = expected.get(place)
    if resolution.intent not in (FALLBACK, REFLECTION) or reply is None or not _is_reply(place, text):
        return False
    return reply.further < MAY_BE_A_THOUGHT and count_letters(text) > 0


def leads_away(resolution: Resolution, stage: str | None) -> bool:
    """Whether a guess would lead somebody away whose words are to be saved: "what do most people pick" is of that."""
    enough = SURE_TO_LEAVE.get(stage or "", 0.0)
    return resolution.intent in _LEADS_AWAY and resolution.confidence < enough


def resolve_name(text: str, phrases: CommandPhrases, expected: Expected, names: Collection[str]) -> Resolution | None:
    """Resolve what is typed where names in words to be shared are pointed out: surer where it has one of them."""
    said = any(word in split_words(text) for name in names for word in split_words(name))
    if said and takes_out(text) and is_short(text) and not is_shaped(text) and not wavers(text):
        return Resolution(_WISH["out"], NEVER_CERTAIN)
    guess = None if is_shaped(text) or _is_known(text, phrases) else _likely(expected, "names", text)
    if guess not in _OF_NAMES:
        return None
    sure = 1.0 if any(name.casefold() in text.casefold() for name in names) else expected["names"].sure
    return Resolution(_WISH[guess], NEVER_CERTAIN if sure >= _OF_NAMES[guess] else min(sure, ENOUGH))


def resolve_adding(text: str, replies: Replies, phrases: CommandPhrases, expected: Expected) -> Resolution | None:
    """Resolve what is typed by somebody who was asked what to add, where it is no more than that there is no more."""
    name = replies.read(text)
    if name is not None and is_short(text) and replies.says_only(text, name):
        return Resolution(KEEP, 1.0)
    says_more = len(text.split()) > SHORT_REPLY or suspected_names(text)
    if says_more or is_shaped(text) or _is_known(text, phrases):
        return None
    return Resolution(KEEP, NEVER_CERTAIN) if _likely(expected, "more", text, SURE_OF_NO_MORE) else None


def only_arrives(text: str, expected: Expected) -> bool:
    """Whether a first message says who writes, why or for how long, and nothing of work yet: "just in, got 5 min"."""
    reply = expected.get("opening")
    enough = SURER_OF_ARRIVAL if is_of_work(text) else SURE_OF_ARRIVAL
    told = reply is not None and reply.name == ARRIVAL and reply.sure >= enough
    return told and len(text.split()) <= _LONGEST_REPLY and not is_shaped(text)


def is_small_talk(text: str, guess: Guess) -> bool:
    """Whether a message is a greeting or a kind word, which is no reply: "good bot"."""
    return guess.intent in SMALL_TALK and guess.confidence >= ENOUGH_CONFIDENCE and is_brief(text)
