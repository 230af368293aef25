"""How long a search of the desk takes, over a made-up archive.

    python bench/search/run.py [MESSAGES]        100,000 unless told; five to a conversation

Uses ``KEPT_DATABASE_URL`` if it is set (an empty database of its own), else a temporary SQLite file.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("KEPT_HOME", tempfile.mkdtemp(prefix="kept-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")

if TYPE_CHECKING:
    from kept.business.models import Staff

NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
WORDS = [f"word{number}" for number in range(20_000)]
SEARCHES = {
    "a common word": "word3",
    "a rare word": "word19731",
    "two words": "word12 word140",
    "a word that is not there": "rhododendron",
}


def fill(messages: int) -> Staff:
    """An archive in which some words are common and most are rare (60 words each), and who may read it."""
    from kept.business import examples as business
    from kept.conversations.models import Conversation, Message
    from kept.customers import examples as people

    chance = random.Random(7)
    house, nora = business.house(now=NOW), people.nora(now=NOW)
    at = [NOW - timedelta(minutes=number) for number in range(messages // 5)]
    conversations = Conversation.objects.bulk_create(
        Conversation(
            customer=nora, channel="email", subject="x", opened_at=one, last_word_at=one, opened_by="software"
        )
        for one in at
    )

    def text() -> str:
        return " ".join(WORDS[min(int(chance.paretovariate(0.5)), len(WORDS) - 1)] for _ in range(60))

    for first in range(0, messages, 10_000):
        rows = []
        for number in range(first, min(first + 10_000, messages)):
            said = text()
            rows.append(
                Message(
                    conversation=conversations[number // 5 % len(conversations)],
                    direction="in", channel="email", at=NOW, by="customer:1", text=said, folded=said,
                )
            )  # fmt: skip
        Message.objects.bulk_create(rows)
    return house.representative


def main(messages: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from kept.conversations import queries

    call_command("migrate", verbosity=0, skip_checks=True)
    staff = fill(messages)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(f"{connection.vendor}, {messages:,} messages, the best of five")
    for name, words in SEARCHES.items():
        spent = []
        for _ in range(5):
            started = time.perf_counter()
            found = len(list(queries.search_for(staff, words)))
            spent.append(time.perf_counter() - started)
        print(f"  {name:26} {found:3} shown  {min(spent) * 1000:7.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 100_000)
