"""The widget on a page of another origin under a strict policy; and on a page that nobody listed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.bot_process import BotProcess
from tests.browser.host_page import Host, host_page


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with host_page() as page:
        yield page


@pytest.fixture(scope="module")
def bot(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotProcess]:
    with BotProcess(tmp_path_factory.mktemp("embedding"), EMBED_ORIGINS=host.origin) as process:
        host.server = process.address
        yield process


@pytest.mark.parametrize(
    "headers",
    [{}, {"Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin"}],
    ids=["strict policy", "and isolated"],
)
def test_a_listed_page_can_talk_under_a_strict_policy(
    browser: Browser, bot: BotProcess, host: Host, headers: dict[str, str]
) -> None:
    host.headers = headers
    page = browser.new_context().new_page()
    amiss: list[str] = []
    page.on("pageerror", lambda error: amiss.append(str(error)))
    page.on("console", lambda line: amiss.append(line.text) if line.type in ("error", "warning") else None)
    page.goto(host.origin)
    page.get_by_role("button", name="Open Waymark").click()
    page.get_by_role("button", name="Start a conversation").click()
    expect(page.get_by_role("button", name="Help me choose")).to_be_visible(timeout=30_000)
    page.get_by_label("Write in your own words").fill("our managers never listen")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("log").get_by_role("button", name="Another theme")).to_be_visible(timeout=30_000)
    assert amiss == []
    assert page.context.cookies() == []


def test_a_page_that_is_not_listed_gets_its_own_kind_words_and_no_widget(browser: Browser, bot: BotProcess) -> None:
    with host_page() as stranger:
        stranger.server = bot.address
        page = browser.new_context().new_page()
        answers: list[int] = []
        page.on(
            "response", lambda answer: answers.append(answer.status) if answer.url.startswith(bot.address) else None
        )
        page.goto(stranger.origin)
        expect(page.get_by_text("The chat could not start here.")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.get_by_role("button").count() == 0
        assert set(answers) <= {403}
        refused = page.evaluate(
            "(server) => fetch(`${server}/chat/sessions`, { method: 'POST' }).then(() => 'read', () => 'refused')",
            bot.address,
        )
        assert refused == "refused"


def test_a_listed_page_may_frame_ours_and_a_stranger_may_not(browser: Browser, bot: BotProcess, host: Host) -> None:
    with host_page() as stranger:
        stranger.server = bot.address
        for page_of, shown in ((host, True), (stranger, False)):
            page = browser.new_context().new_page()
            page.goto(page_of.origin + "/frame")
            page.wait_for_load_state("networkidle")
            inner = page.frame_locator("iframe").get_by_role("heading", name="A quiet place to think about work")
            expect(inner).to_have_count(1 if shown else 0)
