"""What a scorecard costs: its page, a page of rows, a new fact, and counting again.

    python -m bench.scorecards [--conversations 1000000]

Makes a year of that many conversations (``past.py`` says what with), counts all of it as ``kept recount``
does, and asks what the pages ask, through the whole web stack, in this process. Uses ``KEPT_DATABASE_URL``
if it is set (an empty database of its own), else a temporary SQLite file. CPU is this process's; on
PostgreSQL the server's own is not in it. Ends with 1 when a bar is missed: a scorecard page takes at most
50 ms of CPU (p95), and a new fact shows within 60 s.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.scorecards.past import MADE, NOW, Past, copy, fill, quarter_before

PAGE_MS = 50.0
SHOWS_S = 60.0
SAMPLES = 40
NEWEST = timedelta(days=15)  # what may still be too early to tell
EVERY_S, LOOK_S = 10.0, 30.0  # how often the record is followed, and policies are seen (config/schedule.py)
OVER = {"30d": "30d", "quarter": quarter_before(NOW), "year": f"{NOW - timedelta(days=180):%Y}"}
Asked = dict[str, tuple[str, dict[str, Any]]]  # by the name of a page its address and parameters


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--conversations", type=int, default=1_000_000)
    conversations = asked.parse_args().conversations
    with tempfile.TemporaryDirectory(prefix="kept-bench-") as home:
        _set_up(Path(home))
        figures: dict[str, float] = {"conversations": conversations}
        past = _timed(figures, "fill_s", lambda: fill(conversations))
        print(f"Made up: {MADE}")
        for measure in (_count, _pages, _new_fact, _count_again):
            found = measure(past)
            print("\n".join(f"{name:<44}{value:>14,.1f}" for name, value in found.items()), flush=True)
            figures |= found
    print(json.dumps(figures))
    pages = [
        value for name, value in figures.items() if name.startswith("page_") and name.endswith("_cpu_p95_ms")
    ]
    shows = max(figures["new_fact_shows_after_at_most_s"], figures["new_telling_shows_after_at_most_s"])
    bars = {
        f"a scorecard page takes at most {PAGE_MS:.0f} ms CPU (p95)": max(pages) <= PAGE_MS,
        f"a new fact, and a new telling, shows within {SHOWS_S:.0f} s": shows <= SHOWS_S,
    }
    for bar, held in bars.items():
        print(f"{bar}: {'yes' if held else 'NO'}")
    sys.exit(0 if all(bars.values()) else 1)


def _set_up(home: Path) -> None:
    os.environ["KEPT_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kept.config.settings"
    os.environ.setdefault("KEPT_ALLOWED_HOSTS", "testserver")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)
    import kept.config.asgi  # noqa: F401  # as it is served: all pages loaded, before anything takes long


def _count(past: Past) -> dict[str, float]:
    """A tenth of it from nothing, as after an update; the copies; then all sums, and what is newest again."""
    from kept.scorecards import actions
    from kept.scorecards.actions.recounting import sum_up
    from kept.scorecards.models import Counted, Spread, Sum

    found: dict[str, float] = {}
    rows = _timed(found, "count_a_tenth_s", lambda: actions.recount(now=NOW))
    found["rows_of_a_tenth"] = rows
    _timed(found, "copy_s", lambda: copy(past.conversations))
    _timed(found, "all_sums_s", sum_up)
    _timed(found, "newest_again_s", lambda: _look_at(Counted.objects.filter(at__gte=NOW - NEWEST)))
    _analyze()
    _timed(found, "see_how_policies_stand_s", lambda: actions.look_at_policies(now=NOW))
    return found | {
        "rows": Counted.objects.count(),
        "sums": Sum.objects.count(),
        "buckets": Spread.objects.count(),
    }


def _look_at(rows: Any) -> int:
    """Count these again; how many changed."""
    from kept.scorecards import actions, countings

    touched: dict[Any, list[int]] = defaultdict(list)
    for name, ref in rows.values_list("name", "ref"):
        touched[countings.counting_of(name, ref)].append(int(ref.partition(":")[2]))
    changed = 0
    for counting, numbers in touched.items():
        for first in range(0, len(numbers), 1_000):
            changed += actions.look({counting: set(numbers[first : first + 1_000])}, now=NOW)
    return changed


def _pages(past: Past) -> dict[str, float]:
    """The pages as they come out of the web stack, for the owner, in a warm process."""
    from django.test import Client

    client = Client()
    client.force_login(past.house.owner)
    found: dict[str, float] = {}
    for name, (address, parameters) in (_figures(past) | _rows(past) | _others(past)).items():
        found |= _sampled(name, lambda: client.get(address, parameters))  # noqa: B023  # called at once
    return found


def _figures(past: Past) -> Asked:
    """The six figures of everybody they can be asked of, over each length of time; and one of them alone."""
    from django.urls import reverse

    show, rows = reverse("scorecards:show"), reverse("scorecards:rows", args=["kept"])
    scopes = {
        "business": "business",
        "location": f"location:{past.house.location.pk}",
        "team_of_40": f"team:{past.staff[0].team_id}",
        "policy": f"policy:{past.policy.policy_id}",
        "person": f"person:{past.staff[0].pk}",
    }
    asked: Asked = {}
    for whose, scope in scopes.items():
        for length, over in OVER.items():
            asked[f"page_{whose}_{length}"] = (show, {"of": scope, "over": over})
        asked[f"page_figure_of_{whose}"] = (rows, {"of": scope, "over": OVER["quarter"]})
    return asked | {"page_figures_as_csv": (reverse("scorecards:figures_file"), {"over": OVER["quarter"]})}


def _rows(past: Past) -> Asked:
    """The rows behind a figure: a page in the middle and the last, also of one reason, and of a team."""
    from django.urls import reverse

    from kept.scorecards import queries
    from kept.scorecards.scopes import BUSINESS, Kind, Scope
    from kept.web.scorecards import periods

    rows, days = (
        reverse("scorecards:rows", args=["kept"]),
        periods.read(OVER["quarter"], today=NOW.date()).days,
    )
    quarter, team = {"over": OVER["quarter"]}, Scope(Kind.TEAM, past.staff[0].team_id or 0)

    def last(scope: Scope, only: str = "") -> int:
        return queries.get_rows_for(past.house.owner, "kept", scope, days, only=only).pages

    pages, of_team = last(BUSINESS), last(team)
    missed, rare = last(BUSINESS, "broken"), last(BUSINESS, "unrecorded")
    return {
        "page_rows_first": (rows, quarter),
        f"page_rows_middle_{pages // 2}": (rows, quarter | {"page": pages // 2}),
        f"page_rows_last_{pages}": (rows, quarter | {"page": pages}),
        f"page_rows_of_team_last_{of_team}": (rows, quarter | {"of": str(team), "page": of_team}),
        "page_rows_misses": (rows, quarter | {"only": "broken"}),
        f"page_rows_misses_last_{missed}": (rows, quarter | {"only": "broken", "page": missed}),
        f"page_rows_rare_last_{rare}": (rows, quarter | {"only": "unrecorded", "page": rare}),
        "file_of_the_rows_of_7_days": (reverse("scorecards:rows_file", args=["kept"]), {"over": "7d"}),
    }


def _others(past: Past) -> Asked:
    """Perception, how a policy stands, and what both open."""
    from django.urls import reverse

    quarter, year = {"over": OVER["quarter"]}, {"over": OVER["year"]}
    perception, slug = reverse("scorecards:perception"), past.policy.policy.slug
    silent = reverse("scorecards:corner", args=["kept_silent"])
    return {
        "page_perception_quarter": (perception, quarter),
        "page_perception_year": (perception, year),
        "page_perception_as_csv": (reverse("scorecards:perception_file"), quarter),
        "page_kept_in_silence": (silent, quarter),
        "page_said": (reverse("scorecards:corner", args=["spoken"]), quarter),
        "page_how_a_policy_stands": (reverse("scorecards:policy", args=[slug]), quarter),
        "page_told_on_the_invoice": (reverse("scorecards:told", args=[slug, "invoice"]), {}),
        "page_offers_while_leaving": (reverse("scorecards:tally", args=["offers_shown"]), quarter),
        "page_hand_overs_while_leaving": (reverse("scorecards:tally", args=["hand_overs"]), quarter),
        "page_reports": (reverse("scorecards:reports"), {}),
    }


def _sampled(name: str, ask: Callable[[], Any]) -> dict[str, float]:
    spent, wall = [], []
    for _ in range(SAMPLES + 3):
        began, cpu = time.perf_counter(), time.process_time()
        answer = ask()
        b"".join(answer)  # the whole, where it is sent part by part
        spent.append((time.process_time() - cpu) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, (name, answer.status_code)
    spent = sorted(spent[3:])  # the first ones warm up
    return {
        f"{name}_cpu_p50_ms": statistics.median(spent),
        f"{name}_cpu_p95_ms": spent[int(0.95 * len(spent))],
    }


def _new_fact(past: Past) -> dict[str, float]:
    """From the moment an action is done until the page shows it: the wait for the clock, and the counting."""
    from kept.conversations import actions as conversations
    from kept.conversations.models import Conversation
    from kept.promises.actions import Happened, record
    from kept.promises.models import Promise
    from kept.scorecards import actions, queries
    from kept.scorecards.scopes import BUSINESS, Days

    spent, cpu, found = [], [], {}
    days = Days.last(365, NOW.date())
    actions.follow(now=NOW)
    unrecorded = Promise.objects.filter(facts=None, until__gte=NOW - NEWEST, until__lt=NOW).order_by("pk")
    for nth, promise in enumerate(unrecorded[:SAMPLES]):
        now = NOW + timedelta(seconds=nth)
        before = queries.get_scorecard_for(past.house.owner, BUSINESS, days).cards[4].figure
        kind = "arrival" if promise.kind == "delivery_window" else "reply_sent"
        record(
            promise,
            Happened(kind=kind, at=promise.until, source="driver"),
            by=past.house.driver.actor,
            now=now,
        )
        began, cpu_began = time.perf_counter(), time.process_time()
        actions.follow(now=now)
        spent.append(time.perf_counter() - began)
        cpu.append(time.process_time() - cpu_began)
        after = queries.get_scorecard_for(past.house.owner, BUSINESS, days).cards[4].figure
        assert after.total >= before.total + 1, (promise, before, after)  # others come due meanwhile
    found["follow_new_fact_cpu_p50_ms"] = statistics.median(cpu) * 1000
    found["follow_new_fact_cpu_max_ms"] = max(cpu) * 1000
    found["follow_new_fact_p50_ms"] = statistics.median(spent) * 1000
    found["follow_new_fact_max_ms"] = max(spent) * 1000
    conversation = Conversation.objects.get(pk=1)
    now = NOW + timedelta(minutes=5)
    subject = conversations.Subject("delivery", "order:1")
    conversations.touch(conversation, subject, by=conversation.customer.actor, now=now)
    nothing = _timed(found, "follow_a_matter_s", lambda: actions.follow(now=now))
    assert nothing >= 1
    found["new_fact_shows_after_at_most_s"] = EVERY_S + max(spent)
    _timed(found, "look_at_policies_s", lambda: actions.look_at_policies(now=now))
    found["new_telling_shows_after_at_most_s"] = LOOK_S + found["look_at_policies_s"]
    return found


def _count_again(_past: Past) -> dict[str, float]:
    """A hundred thousand things counted again, copies among them: nothing may change."""
    from kept.scorecards.models import Counted

    found: dict[str, float] = {}
    rows = Counted.objects.filter(at__lt=NOW - NEWEST).order_by("-pk")[:100_000]
    changed = _timed(found, "recount_of_100000_s", lambda: _look_at(rows))
    assert changed == 0, changed
    return found


def _timed(found: dict[str, float], name: str, do: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    answer = do()
    found[name] = time.perf_counter() - began
    return answer


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
