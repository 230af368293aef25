"""The tour and the customer's pages speak German where the reader does."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from pytest_django import Settings

FOLDER = Path(settings.LOCALE_PATHS[0]) / "de" / "LC_MESSAGES"


@pytest.mark.django_db
def test_the_tour_is_told_in_german(client: Client, settings: Settings) -> None:
    settings.DEMO = True

    with translation.override("en"):  # a request leaves its language behind
        page = client.get("/", headers={"Accept-Language": "de"}).content.decode()

    assert 'lang="de"' in page
    assert "Zwei rufen an" in page
    assert "Hannah Brandt hat recht." in page
    assert "Was Sie uns gesagt haben" in page  # the letter


def test_what_is_compiled_is_what_is_written() -> None:
    written = re.findall(r'^msgid "(.+)"$', (FOLDER / "django.po").read_text(), re.MULTILINE)
    with (FOLDER / "django.mo").open("rb") as compiled:
        found = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]  # it has no other list

    known = {key[0] if isinstance(key, tuple) else key for key in found}
    ids = {key.partition("\x04")[2] or key for key in known}
    assert {each.replace('\\"', '"') for each in written} == ids - {""}
