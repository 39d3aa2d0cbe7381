"""Rules for what people are called online: links to a profile, `@handles`, and names after `insta is` or `username`.

A link to a page that is nobody's own (a council, a charity) is left. So is the name of a network by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.safety.codes import SAID_NUMBER

_I = re.IGNORECASE
_LINK = re.compile(
    r"(?<![\w@/.-])(?:https?://)?(?:[a-z]{1,12}\.)?"
    r"(?:(?:facebook|fb|instagram|tiktok|twitter|x|linkedin|snapchat|youtube|threads|reddit|pinterest|twitch|"
    r"onlyfans|vinted|"
    r"bebo|tumblr|github|soundcloud|strava)\.com|fb\.me|m\.me|t\.me|wa\.me|youtu\.be|linktr\.ee|discord\.gg|"
    r"reddit\.com|"
    r"threads\.net|twitch\.tv|bsky\.app|mastodon\.(?:social|scot)|gofundme\.com)/[\w@%+=&?/.#~-]{1,120}(?<![.?,])",
    _I,
)
_AT = re.compile(r"(?<![\w@.+/-])@[a-z_][\w.]{1,30}(?<!\.)(?!@)", _I)
_REDDIT = re.compile(r"(?<![\w/])/?u/[\w-]{3,24}(?!\w)")
_DISCORD = re.compile(r"(?<![\w#])[\w.]{2,32}#\d{4}(?!\w)")
_NAMED = (
    r"insta(?:gram)?|the gram|snap(?:chat)?|tik ?tok|facebook|fb|twitter|bluesky|bsky|linkedin|discord|reddit|twitch|"
    r"youtube|telegram|whatsapp|kik|roblox|xbox(?: live)?|psn|playstation|fortnite|minecraft|vinted|bebo|tumblr|"
    r"strava|"
    r"messenger|be ?real|tinder|bumble|grindr|hinge|wattpad|onlyfans"
)
_NETWORK = rf"{_NAMED}|ig|x|threads|steam|signal|epic|gaming|online|social media"
"""With those whose names are words of every day: they count only where a rule says what stands between."""
_CALLED = r"handle|user ?name|user-name|screen ?name|gamer ?tag|gamer ?name|profile name|account name"
_NAME = r"@?(?P<name>[a-z0-9_](?:[\w.-]{1,30})(?<![.-]))"
_IS = r"(?:\s(?:is|was|wis|wur|as|called|under|by|name|it's|its|being|he's|she's|he is|she is|they are)|\s?[:=]|,| \()"
_CUED = re.compile(
    rf"(?<![\w/])(?:(?P<whose>his|her|my|their|whose|the boy's|the girl's|"
    rf"{_NETWORK})\s)?(?:online\s)?(?P<how>{_CALLED})"
    rf"(?P<where>\s(?:on|for)\s(?:his\s|her\s|my\s|the\s|their\s)?(?:{_NETWORK}|there|it|app))?"
    rf"(?:(?:\s(?:is|was)|\s?[:=]|,? it's)\s?|\s){_NAME}",
    _I,
)
_ON_NETWORK = re.compile(
    rf"(?<![\w/])(?:{_NETWORK})(?:\s(?:account|page|profile|name|handle))?(?:'s\s|(?:{_IS}){{1,2}}\s?){_NAME}", _I
)
_GOES_BY = re.compile(
    rf"(?<!\w)(?:goes by|go by|known as|he's|she's|they're|i'm|calls (?:him|her|them)sel(?:f|ves)|is|am|as|under|"
    rf"messaged|follows?|added|find (?:me|him|her|us)|"
    rf"search(?: for)?|me|him|her)\s{_NAME}\s(?:(?:on|in) (?:{_NETWORK})|online)(?!\w)",
    _I,
)
_PART_SAID = r"(?:[a-z]{2,15}|\d{1,4})"
_SAID_AT = re.compile(
    rf"(?<![\w/])(?:{_NETWORK}|{_CALLED})\b[^.!?\n@]{{0,60}}?(?:\s|:\s?|,\s)(?P<name>at (?:{_PART_SAID} ){{0,4}}?"
    rf"(?:(?:underscore|under score|dot|dash) [a-z\d]{{1,15}}|(?:{SAID_NUMBER}))"
    rf"(?: (?:{SAID_NUMBER})| (?:underscore|dot|dash) {_PART_SAID}){{0,4}})(?!\w)",
    _I,
)
"""What is spelled aloud: `his twitter is at grumpy underscore buddie sixty two`."""
_SAID_LINE = re.compile(
    rf"(?<![\w/])(?P<name>{_PART_SAID}(?: {_PART_SAID})?(?: (?:underscore|under score) [a-z\d]{{1,15}}){{1,3}}"
    rf"(?: (?:{SAID_NUMBER})){{0,4}})(?!\w)",
    _I,
)
"""`big tam underscore sixty seven`, near the name of a network."""
_WORD = re.compile(r"(?<![\w@./#'-])[A-Za-z_][\w.]{3,29}(?<!\.)(?![\w@/'-])")
_NEAR = re.compile(
    rf"(?<![\w/])(?:{_NAMED}|{_CALLED}|profile|account (?:called|named|cried)|the clip|trolls?|livestream|"
    rf"logs? (?:on|in) as|signs? in as|posts? (?:as|under))(?!\w)",
    _I,
)
_NEAR_BEFORE: Final = 50
_NEAR_AFTER: Final = 25
"""Characters before and after what is built as a name online within which a network must be named."""
_ONLINE = re.compile(r"_|^[A-Za-z]{3,}\d{2,}$|[a-z][A-Z].*\d|\w\.\w+\.\w|[A-Za-z]\.\w*\d|\d[A-Za-z]+$|^[a-z]{4,}\d$")
_PAGES = re.compile(r"\.(?:com|uk|org|net|scot|gov|pdf|docx?|xlsx?|pptx?|jpe?g|png|ie|eu|co|tv|app)$", _I)
_COUNTED = re.compile(r"covid|p\d|s\d|b\d|h\dn\d|v\d|[A-Z\d.]+$")
_TIME_AFTER = re.compile(r"\s?(?:o'clock|am|pm|in the|this|tonight|the morn|people|minutes|hours|every|and a half)", _I)
_FEWEST_SAID: Final = 3
"""Words of a name that is spelled aloud at least, with its `at`."""
_NOBODY: Final = frozenset({"@home", "@work", "@school", "@here", "@everyone", "@all", "@channel", "@the", "@risk"})
# fmt: off
_NOT_NAMES: Final = frozenset({
    "a", "an", "the", "not", "no", "on", "in", "at", "is", "it", "my", "his", "her", "their", "our", "for", "to",
    "of", "and", "or", "but", "so", "too", "very", "all", "always", "never", "also", "just", "because", "full",
    "really", "where", "what", "how", "when", "who", "private", "public", "down", "banned", "blocked", "gone",
    "being", "used", "still", "that", "this", "reset", "field", "box", "list", "with", "page", "password",
    "changed", "wrong", "broken", "loose", "stuck", "there", "here", "name", "called", "easy", "hard", "enough",
    "unknown", "hidden", "removed", "something", "anything", "nothing",
})
# fmt: on


def find_handles(text: str) -> Iterator[tuple[int, int]]:
    """Give links to profiles and handles in cleaned text."""
    if "/" in text:
        for pattern in (_LINK, _REDDIT):
            yield from (match.span() for match in pattern.finditer(text))
    if "@" in text:
        yield from (match.span() for match in _AT.finditer(text) if match[0].casefold() not in _NOBODY)
    if "#" in text:
        yield from (match.span() for match in _DISCORD.finditer(text))
    for match in _CUED.finditer(text):
        if _is_made(match["name"]) or (_is_told(match) and match["name"].casefold() not in _NOT_NAMES):
            yield _with_sign(text, match)
    for match in _SAID_AT.finditer(text):
        words = match["name"].split()
        if len(words) >= _FEWEST_SAID and words[1] not in _NOT_NAMES and not _TIME_AFTER.match(text, match.end()):
            yield match.span("name")
    for match in _SAID_LINE.finditer(text):
        if _NEAR.search(text, max(0, match.start() - _NEAR_BEFORE), match.start()):
            yield match.span("name")
    for match in _WORD.finditer(text):
        if _is_built_online(match[0]) and _is_near_network(text, match.start(), match.end()):
            yield match.start() - (text[match.start() - 1 : match.start()] == "@"), match.end()
    for pattern in (_ON_NETWORK, _GOES_BY):
        yield from (_with_sign(text, match) for match in pattern.finditer(text) if _is_made(match["name"]))


def _is_built_online(word: str) -> bool:
    """Whether a word can hardly be anything else near the name of a network: `shona88`, `tam_67`, `mr.quiz.fails`."""
    return bool(_ONLINE.search(word)) and not _PAGES.search(word) and not _COUNTED.match(word)


def _is_near_network(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _NEAR_BEFORE) : start]
    sentence = max(before.rfind(". "), before.rfind("? "), before.rfind("! "), before.rfind("\n\n"))
    after = _NEAR.search(text, end, min(len(text), end + _NEAR_AFTER))
    return bool(_NEAR.search(before[sentence + 1 :]) or after)


def _is_told(match: re.Match[str]) -> bool:
    """Whether a plain word is said to be somebody's name online; a door has a handle too."""
    if len(match["name"]) < 4:
        return False
    return "handle" not in match["how"].casefold() or bool(match["whose"] or match["where"])


def _is_made(name: str) -> bool:
    """Whether a word is built as names online are: letters with digits, low lines or dots, or capitals inside."""
    if name.isdigit() or not any(letter.isalpha() for letter in name):
        return False
    joined = "_" in name or "." in name.strip(".") or bool(re.search(r"[a-z][A-Z]", name))
    return joined or (any(letter.isdigit() for letter in name) and len(name) >= 5)


def _with_sign(text: str, match: re.Match[str]) -> tuple[int, int]:
    start, end = match.span("name")
    return start - (text[start - 1 : start] == "@"), end
