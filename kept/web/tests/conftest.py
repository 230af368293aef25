"""What the tests of the pages need: a desk that is really served, and a real browser to look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread
from django.utils import timezone
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django import Settings

from kept.desk import demo as demo_business
from kept.scorecards import actions as scorecards
from kept.web.tests.cast import NOW, Cast, cast
from tests.fresh import Scene

SUPERSEDED = ("htmx:afterRequest", "htmx:sendAbort")  # a newer request took the place of one under way
DESKTOP, PHONE = (1440, 900), (390, 844)


class WaitingServer(ThreadedWSGIServer):
    """Ends only when its last answer is given: the database is put back right after."""

    daemon_threads = False

    def serve_forever(self, poll_interval: float = 0.02) -> None:
        """Asks every few milliseconds whether it is to end, where socketserver waits half a second."""
        super().serve_forever(poll_interval)


class Desk(LiveServerThread):
    server_class = WaitingServer


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Time stands still where the cast is."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def there(db: None) -> Cast:
    return cast()


@pytest.fixture
def served(fresh_database: None) -> Iterator[str]:
    """The address of the desk, served by a thread on a database of its own that is put back afterwards."""
    thread = Desk("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


def the_demo_of_today() -> None:
    demo_business.build(timezone.now())
    scorecards.recount(now=timezone.now())


@pytest.fixture
def demo(settings: Settings, scene: Scene) -> None:
    """The demo business, everything counted, with its log-ins."""
    settings.DEMO = True
    scene(the_demo_of_today)


@dataclass
class Visitor:
    """Somebody with a browser. What the browser complains about (a broken policy, a lost file) is kept."""

    browser: Browser
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str, *, size: tuple[int, int] = DESKTOP, scheme: str = "light") -> Page:
        window = {"width": size[0], "height": size[1]}
        page = self.browser.new_page(viewport=window, color_scheme=scheme, base_url=self.address)  # type: ignore[arg-type]
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(path)
        return page

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(SUPERSEDED):
            self.complaints.append(message.text)


@pytest.fixture
def visitor(chromium: Browser, served: str) -> Iterator[Visitor]:
    someone = Visitor(chromium, served)
    yield someone
    for context in chromium.contexts:
        context.close()
    assert someone.complaints == []


def barriers(page: Page) -> list[str]:
    """What axe-core finds that would stand in somebody's way, each with the place, once the page is drawn."""
    page.wait_for_load_state("load")
    page.evaluate("() => document.getAnimations().forEach((each) => each.finish())")
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


def is_wider_than_the_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
