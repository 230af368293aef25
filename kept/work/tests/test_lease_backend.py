"""The lease table holds to the contract."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from kept.work import actions
from kept.work.actions import Lease
from kept.work.models import Job
from kept.work.tests.contract import Contract
from kept.work.worker import Worker


class LeaseBench:
    alias = "default"

    def run_waiting(self) -> int:
        return Worker().run_waiting()

    def claim(self) -> Lease | None:
        return actions.claim(Worker().name, length=timedelta(minutes=1), now=timezone.now())

    def number(self, claimed: Lease) -> str:
        return str(claimed.job.pk)

    def let_lease_run_out(self, claimed: Lease) -> None:
        Job.objects.filter(pk=claimed.job.pk).update(leased_until=timezone.now())

    def finish(self, claimed: Lease) -> bool:
        try:
            actions.finish(claimed, returned=None, now=timezone.now())
        except actions.LeaseLostError:
            return False
        return True

    def start_worker(self, environment: Mapping[str, str], *, lease: float) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "kept.cli", "work", "--lease", str(lease), "--poll", "0.05"]
        return subprocess.Popen(command, env=dict(environment))


class TestLeaseBackend(Contract):
    bench = LeaseBench()
