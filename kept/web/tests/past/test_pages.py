"""What was imported says so wherever it is shown; its papers are files, and nobody else's business."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kept.base.actors import SOFTWARE
from kept.business import examples as people
from kept.business.examples import House
from kept.customers.models import Customer, Paper
from kept.desk import past, told
from kept.desk.tests.test_past import PAPERS, TABLES
from kept.memberships import examples
from kept.memberships.models import Membership
from kept.policies.models import Disclosure
from kept.web.tests.memberships.clicks import NOW, come_in

MARK = "imported, unsealed before"


@pytest.fixture
def house(db: None) -> House:
    found = people.house(now=NOW - timedelta(days=2000))
    examples.gym(found.location, now=NOW - timedelta(days=1))
    tables = {name: text.encode() for name, text in TABLES.items()}
    past.take(tables, PAPERS, by=SOFTWARE, now=NOW)
    return found


def test_it_is_marked_as_imported_wherever_it_stands(house: House) -> None:
    desk, lena = come_in(house.manager), Customer.objects.get(name="Lena Vogt")
    membership, telling = Membership.objects.get(), Disclosure.objects.filter(customer=lena)[0]
    with time_machine.travel(NOW, tick=False):
        pages = {
            "customer": desk.get(reverse("desk:customer", args=[lena.pk])),
            "member": desk.get(reverse("memberships:member", args=[membership.pk])),
            "own": Client().get(reverse("portal:told", args=[told.token(lena, now=NOW)])),
        }
        record = desk.get(reverse("desk:telling", args=[telling.pk])).content.decode()
        imports = desk.get(reverse("past:list")).content.decode()

    assert {name for name, page in pages.items() if MARK in page.content.decode()} == set(pages)
    assert "before that, nothing of it is sealed here." in record
    assert reverse("past:paper", args=[str(telling.paper)]) in record
    assert "2 customers, 1 contracts, 4 tellings, 2 papers" in imports


def test_a_paper_is_handed_out_as_a_file_and_never_shown(house: House) -> None:
    paper = Paper.objects.get(name="contract 1.pdf")

    answer = come_in(house.representative).get(reverse("past:paper", args=[paper.sha256]))

    assert answer.content == PAPERS["contract 1.pdf"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_strangers_and_drivers_get_no_paper_and_only_managers_see_imports(house: House) -> None:
    paper = reverse("past:paper", args=[Paper.objects.all()[0].sha256])
    imports = reverse("past:list")

    assert [Client().get(address).status_code for address in (paper, imports)] == [302, 302]
    assert [come_in(house.driver).get(address).status_code for address in (paper, imports)] == [403, 403]
    assert come_in(house.representative).get(imports).status_code == 403
    assert come_in(house.owner).get(imports).status_code == 200
    assert come_in(house.manager).get(reverse("past:paper", args=["0" * 64])).status_code == 404
