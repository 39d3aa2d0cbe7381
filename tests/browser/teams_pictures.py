"""Takes the pictures of docs/teams.md in Microsoft's Agents Playground: `python -m tests.browser.teams_pictures`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.pictures import IMAGES
from tests.browser.playground import await_text, open_playground, press, say


def take(page: Page, name: str) -> None:
    """The chat alone, as it stands."""
    page.wait_for_timeout(1500)  # cards settle, and the Playground scrolls
    page.screenshot(path=IMAGES / f"teams-{name}.png")


def main() -> None:
    with open_playground(Path(tempfile.mkdtemp(prefix="waymark-teams-"))) as page:
        page.set_viewport_size({"width": 1000, "height": 860})
        await_text(page, "People who run your Microsoft 365")
        take(page, "welcome")
        say(page, "leadership")
        await_text(page, "Question 1 of 4")
        take(page, "question")
        press(page, "Skip")
        await_text(page, "Question 2 of 4")
        press(page, "Skip")
        await_text(page, "Question 3 of 4")
        say(page, "Ask the night shift on Friday")
        await_text(page, "Question 4 of 4")
        press(page, "Skip")
        await_text(page, "Here is what you said")
        press(page, "Save it")
        await_text(page, "Who may see it?")
        press(page, "Keep it private")
        await_text(page, "Your return code")
        take(page, "receipt")
        press(page, "Remind me in two weeks")
        await_text(page, "I will write to you here once")
        say(page, "settings")
        await_text(page, "This is how things stand for you here")
        take(page, "settings")


if __name__ == "__main__":
    main()
