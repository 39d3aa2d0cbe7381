"""Finds the rules that fit a conversation without trying each of them.

Rasa holds some two hundred rules, one by one, against every state that it knows of a conversation. A rule names the
last action and mostly an intent, and looks as far back as it is long. So the rules are kept by what they end in, and no
state is looked at that lies before the longest of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import SHOULD_NOT_BE_SET

State = dict[str, Any]
End = tuple[str | None, str | None]
"""The last action and the intent that a rule asks for. None: whatever it is."""


class Ends(NamedTuple):
    """Rules by what they end in."""

    size: int
    longest: int
    """States of the longest rule."""
    rules: Mapping[End, list[str]]


_known: WeakKeyDictionary[RulePolicy, dict[int, Ends]] = WeakKeyDictionary()


def find_rules(policy: RulePolicy, lookup: Mapping[str, str], states: list[State]) -> set[str]:
    """Give the keys of `lookup` whose rules fit `states`, the newest last: those that Rasa's own search gives."""
    if not states:
        return set(lookup)
    kept = _known.setdefault(policy, {})
    ends = kept.get(id(lookup))
    if ends is None or ends.size != len(lookup):
        ends = kept[id(lookup)] = _sort(policy, lookup)
    action, intent = _end_of(states[-1])
    found = [
        rule for end in {(a, i) for a in (action, None) for i in (intent, None)} for rule in ends.rules.get(end, ())
    ]
    for back, state in enumerate(reversed(states[-ends.longest :])):
        found = [rule for rule in found if policy._is_rule_applicable(rule, back, state)]
    return set(found)


def _sort(policy: RulePolicy, lookup: Mapping[str, str]) -> Ends:
    rules: dict[End, list[str]] = defaultdict(list)
    longest = 1
    for rule in lookup:
        states = policy._rule_key_to_state(rule)
        rules[_end_of(states[-1])].append(rule)
        longest = max(longest, len(states))
    return Ends(len(lookup), longest, dict(rules))


def _end_of(state: State) -> End:
    return _asked_for(state, "prev_action", "action_name"), _asked_for(state, "user", "intent")


def _asked_for(state: State, part: str, name: str) -> str | None:
    value = (state.get(part) or {}).get(name)
    return None if not value or value == SHOULD_NOT_BE_SET else str(value)
