"""The tour in a real browser: by mouse, by key and without a script; for every eye."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import Settings

from kept.web.tests.conftest import DESKTOP, PHONE, Visitor, barriers, is_wider_than_the_window

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("fresh_database")]


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.DEMO = True


def test_the_arrow_keys_drag_the_truck_and_the_answer_follows_at_once(visitor: Visitor) -> None:
    page = visitor.open("/")
    answer = page.locator("#left-answer")
    expect(answer).to_contain_text("Expectation gap")

    page.get_by_label("Arrival of the truck at Daniel Reyes’s").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")

    expect(answer).to_contain_text("We failed")
    expect(page.locator("#left-line")).to_contain_text("arrived 12:05, 5 minutes late")
    expect(page.locator("#right-line")).to_contain_text("arrived 13:00")
    expect(page.locator("#left-said")).to_have_text("We failed. Daniel Reyes is right.")
    expect(page.locator("#left input[type=range]")).to_have_attribute("aria-valuetext", "12:05")


def test_dragging_by_mouse_into_the_window_mends_the_other_call(visitor: Visitor) -> None:
    page = visitor.open("/")
    track = page.locator("#right input[type=range]").bounding_box()
    assert track is not None
    middle, thumb = track["y"] + track["height"] / 2, 40
    at = track["x"] + thumb / 2 + (track["width"] - thumb) * 0.75

    page.mouse.move(at, middle)
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] * 0.4, middle, steps=8)
    page.mouse.up()

    expect(page.locator("#right-answer")).to_contain_text("Expectation gap")


def test_unticking_a_telling_makes_it_our_failure_and_ticking_it_again_mends_it(visitor: Visitor) -> None:
    page = visitor.open("/")
    told = page.locator("#left").get_by_label("Told at scheduling")

    told.uncheck()
    expect(page.locator("#left-answer")).to_contain_text("We never properly told")

    told.check()
    expect(page.locator("#left-answer")).to_contain_text("Expectation gap")


def test_a_reason_opens_the_row_it_rests_on(visitor: Visitor) -> None:
    page = visitor.open("/")

    page.locator("#left-answer summary").first.click()

    expect(page.locator("#left-answer").get_by_text("marked by the driver at the door")).to_be_visible()


def test_the_handle_lies_where_the_arrival_is_drawn(visitor: Visitor) -> None:
    page = visitor.open("/")
    drawn = page.locator("#left .promise-mark").bounding_box()
    track = page.locator("#left input[type=range]").bounding_box()
    assert drawn is not None
    assert track is not None
    thumb = 40

    handle = track["x"] + thumb / 2 + (track["width"] - thumb) * (700 - 420) / (900 - 420)

    assert abs(drawn["x"] + drawn["width"] / 2 - handle) < 2
    assert abs(drawn["y"] + drawn["height"] / 2 - (track["y"] + track["height"] / 2)) < 2


def test_without_scripts_a_button_judges_both_calls(chromium: Browser, served: str) -> None:
    page = chromium.new_page(base_url=served, java_script_enabled=False)
    page.goto("/")
    page.locator("#left").get_by_label("Told at purchase").uncheck()

    page.get_by_role("button", name="Judge both calls again").click()

    expect(page.locator("#left-answer")).to_contain_text("We never properly told")
    expect(page.locator("#right-answer")).to_contain_text("We failed")
    page.close()


@pytest.mark.parametrize("path", ["/", "/tour/parts", "/account/login/", "/no-such-page"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_stands_in_anybodys_way(
    chromium: Browser, served: str, path: str, scheme: str, size: tuple[int, int]
) -> None:
    page = Visitor(chromium, served).open(path, size=size, scheme=scheme)

    assert barriers(page) == []
    assert not is_wider_than_the_window(page)
    page.close()


def test_a_page_that_was_open_too_long_says_so_in_one_line_and_keeps_what_is_there(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.context.clear_cookies()

    page.locator("#left").get_by_label("Told at scheduling").uncheck()

    expect(page.locator("#messages")).to_contain_text("Nothing was changed.")
    expect(page.locator("#messages p")).to_have_count(1)
    expect(page.locator("#left-answer")).to_contain_text("Expectation gap")
    visitor.complaints.clear()  # the browser notes the refusal, as it should
