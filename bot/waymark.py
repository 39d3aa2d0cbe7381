"""What one process of Waymark is built from, made once: settings, database, content, guidance."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.content import Content, load_content
from bot.lanes import Lanes
from bot.reflection.codes import read_words
from bot.sessions.closing import Closing
from bot.sessions.keys import Keys
from bot.sessions.taking_part import TakingPart
from bot.settings import Settings, get_settings
from bot.store.database import Database

if TYPE_CHECKING:
    from bot.encoder import Encoder
    from bot.guidance import GuidanceFinder


@dataclass(frozen=True)
class Waymark:
    """The parts that actions, channels and the command line share."""

    settings: Settings
    database: Database
    content: Content

    @functools.cached_property
    def encoder(self) -> Encoder | None:
        """The sentence encoder, or None where its weights are absent."""
        from bot.encoder import EncoderMissing, load_encoder

        try:
            return load_encoder(self.settings.models_dir, self.settings.encoder_dir)
        except EncoderMissing:
            return None

    @functools.cached_property
    def lanes(self) -> Lanes:
        """The threads for what takes long."""
        return Lanes()

    @functools.cached_property
    def guidance(self) -> GuidanceFinder:
        """Finds guidance and themes near to what somebody wrote."""
        from bot.guidance import GuidanceFinder  # most commands need neither it nor the second that its libraries take

        return GuidanceFinder(self.content, self.encoder, self.settings.models_dir)

    @functools.cached_property
    def taking_part(self) -> TakingPart:
        """Takes answers in the sessions of teams."""
        return TakingPart(self.database, Keys.at(self.settings.home), read_words(self.settings.content_dir))

    @functools.cached_property
    def closing(self) -> Closing:
        """Closes the sessions of teams."""
        scale = [choice.id for choice in self.content.rating_scale]
        return Closing(self.database, Keys.at(self.settings.home), scale, lambda: self.settings.secret)


@functools.lru_cache(maxsize=1)
def get_waymark() -> Waymark:
    """The parts of this process. Raises SettingsError, ContentError or DatabaseUnreachable."""
    settings = get_settings()
    database = Database(settings.database, settings.home / "erased", lambda: settings.secret)
    return Waymark(settings, database, load_content(settings.content_dir))
