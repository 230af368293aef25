"""From what a driver's phone sent to a tap: read strictly, the phone's clock put right."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kept.base.refusals import Refused
from kept.deliveries import rules
from kept.deliveries.actions import Tap
from kept.desk.arrive import Said

Words = Annotated[str, Field(pattern=r"^[^\x00]*$")]
Number = Annotated[int, Field(gt=0, lt=2**63, strict=True)]


class Unreadable(Refused):
    """What came is no tap of ours."""

    code = "tap_unreadable"


class Sent(BaseModel):
    """One tap on the wire. ``at`` and ``sent_at`` are the phone's instants, places are degrees."""

    model_config = ConfigDict(extra="forbid")

    what: Literal["arrived", "delivered", "nobody_there", "refused", "damaged", "photo", "signature"]
    stop: Number
    delivery: Number
    at: AwareDatetime
    sent_at: AwareDatetime
    note: Words = Field("", max_length=500)
    signed_by: Words = Field("", max_length=120)
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)


def read(body: bytes, *, received_at: datetime) -> Said:
    """What a stored tap says. Raises Unreadable."""
    try:
        sent = Sent.model_validate_json(body)
        at = rules.tapped_at(sent.at, sent_at=sent.sent_at, received_at=received_at)
        if not 1970 <= at.year <= 2200:  # no page can say what time the ends of all time are
            raise ValueError
        said_at = sent.at if at != sent.at else None
        tap = Tap(at, latitude=sent.latitude, longitude=sent.longitude, said_at=said_at)
    except (ValueError, OverflowError):
        raise Unreadable(_("The desk cannot read this tap. Tell the dispatcher what happened.")) from None
    return Said(sent.what, sent.stop, sent.delivery, tap, note=sent.note, signed_by=sent.signed_by)
