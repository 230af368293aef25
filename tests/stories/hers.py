"""What a customer holds: her mailbox, and a machine of hers that has never heard of us."""

from __future__ import annotations

import mailbox
import os
import subprocess
import sys
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from kept.channels.email.tasks import send_all
from kept.channels.email.tests.servers import Server, running
from kept.channels.email.transports import transport


class Mailbox:
    """Her mailbox: a folder that a real mail server delivers into, and that we cannot reach."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.box = mailbox.Maildir(folder / "Maildir")

    def receives(self, at: datetime) -> list[EmailMessage]:
        """What leaves our outbox now, as it arrives."""
        server = Server()
        with running(server) as address:
            send_all(transport(address), clock=lambda: at)
        for raw in server.taken:
            self.box.add(raw)
        return [self._mail(raw) for raw in server.taken]

    def files(self, ending: str) -> list[Path]:
        """Every enclosure of that kind in the box, saved as she would save it."""
        saved = []
        for key, mail in self.box.iteritems():
            for part in self._mail(mail.as_bytes()).iter_attachments():
                name = str(part.get_filename())
                if name.endswith(ending):
                    content = part.get_content()
                    path = self.folder / f"{key.partition('.')[0]}-{name}"
                    path.write_bytes(content if isinstance(content, bytes) else content.encode())
                    saved.append(path)
        return saved

    @staticmethod
    def _mail(raw: bytes) -> EmailMessage:
        return message_from_bytes(raw, policy=default)


def on_another_machine(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """`kept …` where there is no database, no key and no settings of ours: only files."""
    nothing = {
        "PATH": os.environ["PATH"],
        "KEPT_HOME": "/nowhere",
        "KEPT_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "PYTHONPATH": str(Path(__file__).parent.parent.parent),
    }
    command = [sys.executable, "-m", "kept.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=nothing, capture_output=True, text=True, check=False)
