"""Keeps people safe: screens every message for distress, and finds and masks what could identify somebody.

Nothing here is loaded at import. Build the pipeline, the model and the screen once, and pass them on.
"""

from bot.safety.identifiers import (
    Identifier,
    IdentifierFinder,
    default_finder,
    find_identifiers,
    holds_masks,
    mask,
    name_masked,
)
from bot.safety.language import build_language, load_language, save_language
from bot.safety.model import SafetyModel, SafetyModelError, load_model
from bot.safety.replacing import replace_name, suspected_names
from bot.safety.screen import SafetyScreen, Screening
from bot.safety.source import Message, SafetyContentError, load_messages

__all__ = [
    "Identifier",
    "IdentifierFinder",
    "Message",
    "SafetyContentError",
    "SafetyModel",
    "SafetyModelError",
    "SafetyScreen",
    "Screening",
    "build_language",
    "default_finder",
    "find_identifiers",
    "holds_masks",
    "load_language",
    "load_messages",
    "load_model",
    "mask",
    "name_masked",
    "replace_name",
    "save_language",
    "suspected_names",
]
