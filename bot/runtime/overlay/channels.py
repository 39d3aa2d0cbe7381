"""Replaces rasa/core/channels/__init__.py: only the channels we ship are imported."""

from typing import Dict, List, Text, Type

from rasa.core.channels.callback import CallbackInput
from rasa.core.channels.channel import (
    CollectingOutputChannel,
    InputChannel,
    OutputChannel,
    UserMessage,
)
from rasa.core.channels.console import CmdlineInput
from rasa.core.channels.rest import RestInput

input_channel_classes: List[Type[InputChannel]] = [CmdlineInput, CallbackInput, RestInput]
BUILTIN_CHANNELS: Dict[Text, Type[InputChannel]] = {c.name(): c for c in input_channel_classes}
