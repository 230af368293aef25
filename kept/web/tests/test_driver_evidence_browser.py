"""What the phone adds to a tap: a photo, a signature, and the place where the driver allows it."""

from __future__ import annotations

import struct
import zlib

import pytest
from playwright.sync_api import expect

from kept.deliveries.models import Arrival, Proof
from kept.web.tests.conftest import barriers
from kept.web.tests.driver_phone import Phone, next_stop, phone
from kept.web.tests.test_driver_browser import store

__all__ = ["phone", "store"]

pytestmark = pytest.mark.browser


def test_a_photo_is_shrunk_on_the_phone_and_loses_what_the_camera_wrote_into_it(phone: Phone) -> None:
    stop, page = next_stop(), phone.page
    phone.press("Arrived")
    expect(page.locator("[data-part=next] [data-photo]")).to_be_attached()
    large = picture(2400, 1200, b"Exif: taken at 40.6892, -73.9442")

    page.locator("[data-part=next] [data-photo]").set_input_files(
        {"name": "door.png", "mimeType": "image/png", "buffer": large}
    )

    expect(page.locator("[data-part=next] [data-proofs] a")).to_have_text("Photo")
    proof = Proof.objects.get(stop=stop)
    content = bytes(proof.content)
    assert (proof.kind, proof.content_type) == ("photo", "image/jpeg")
    assert b"Exif" not in content
    assert size_of_jpeg(content) == (1600, 800)


def test_a_signature_drawn_without_network_is_kept_with_who_signed(phone: Phone) -> None:
    stop, page = next_stop(), phone.page
    phone.lose_network()
    phone.press("Arrived")
    page.locator("[data-part=next]").get_by_text("Have it signed").click()
    page.locator("[data-part=next] [data-sign]").click()
    expect(page.locator("[data-part=next] [data-missing]")).to_be_visible()
    page.get_by_label("Who signs").first.fill("Mrs Feldman")
    box = page.locator("[data-part=next] [data-pad]").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 90, steps=8)
    page.mouse.up()
    assert barriers(page) == []
    page.locator("[data-part=next] [data-sign]").click()
    expect(page.locator("[data-part=next] [data-proofs]")).to_contain_text("Mrs Feldman")
    page.reload()
    expect(page.locator("[data-part=next] [data-proofs]")).to_contain_text("Mrs Feldman")

    phone.find_network()

    expect(page.locator("[data-part=next] [data-proofs] a")).to_have_text("Signature")
    proof = Proof.objects.get(stop=stop)
    assert (proof.kind, proof.content_type, proof.signed_by) == ("signature", "image/png", "Mrs Feldman")
    address = page.locator("[data-part=next] [data-proofs] a").get_attribute("href")
    assert page.goto(f"{phone.address}{address}").body() == bytes(proof.content)  # type: ignore[union-attr]


def test_the_place_goes_with_a_tap_only_where_the_driver_switched_it_on(phone: Phone) -> None:
    stop, page = next_stop(), phone.page
    phone.context.grant_permissions(["geolocation"], origin=phone.address)
    phone.context.set_geolocation({"latitude": 40.7, "longitude": -73.9})
    phone.press("Arrived")
    expect(page.locator("[data-part=next] .stop-there")).to_be_visible()
    expect(page.locator("#phone")).to_have_text("")
    assert Arrival.objects.get(stop=stop).latitude is None
    phone.press("Delivered")
    page.get_by_text("This phone", exact=True).click()
    page.get_by_label("Note where I am when I press a button").check()
    second = next_stop()

    phone.press("Arrived")

    expect(page.locator("[data-part=next] .stop-there")).to_be_visible()
    expect(page.locator("#phone")).to_have_text("")
    assert Arrival.objects.get(stop=second).latitude == 40.7


def picture(width: int, height: int, comment: bytes) -> bytes:
    """A grey PNG in which a camera has written something."""

    def part(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [part(b"IHDR", head), part(b"tEXt", b"Comment\0" + comment), part(b"IDAT", lines), part(b"IEND", b"")]
    )


def size_of_jpeg(content: bytes) -> tuple[int, int]:
    """Width and height, from the frame's own header (ITU T.81, B.2.2)."""
    at = 2
    while content[at + 1] not in (0xC0, 0xC2):
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return int.from_bytes(content[at + 7 : at + 9], "big"), int.from_bytes(content[at + 5 : at + 7], "big")
