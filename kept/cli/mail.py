"""Whether mail can leave as it is set up, looked at before the desk opens."""

from __future__ import annotations

import os

import click


def check() -> None:
    """Raise ClickException for a way out that cannot be read, and for mail without a sender's address."""
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from kept.channels.email import transports
    from kept.channels.email.compose import sender

    try:
        transports.from_settings()
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if is_sent() and not os.environ.get("KEPT_MAIL_FROM"):
        raise click.ClickException("KEPT_MAIL sends mail: say in KEPT_MAIL_FROM from which address")
    try:
        validate_email(sender().replace("@localhost", "@localhost.example"))
    except ValidationError as error:
        raise click.ClickException(f"KEPT_MAIL_FROM is no e-mail address: {settings.MAIL_FROM}") from error


def is_sent() -> bool:
    """Whether a mail server takes what leaves, rather than a folder or the console."""
    from django.conf import settings

    return str(settings.MAIL_TRANSPORT).startswith("smtp")
