"""A month's report in sentences, tables and drawings, in the language that is active."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.dateformat import format as as_date
from django.utils.translation import get_language, ngettext, override, pgettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kept.business.models import Location
from kept.complaints.words import ClaimKind, Word
from kept.paper import press
from kept.paper.reports import Block, Heading, Items, Picture, Report, Table, Text
from kept.promises.models import Outcome
from kept.scorecards import drawings
from kept.scorecards.actions.reporting import Notice
from kept.scorecards.comparing import Change
from kept.scorecards.drawings import count, percent, points
from kept.scorecards.monthly import MONTHS, Characteristic, Complained, Month, month_of
from kept.scorecards.reports import readers_of
from kept.scorecards.rules import SMALL, Figure
from kept.scorecards.scopes import Step
from kept.scorecards.standing import Standing
from kept.scorecards.suggesting import PROMISES, suggestions

MOST_KINDS = 8  # of claims; the others are counted together
MOST_POLICIES = 12  # those that are resented first, then those told most often
FEWEST_DRAWN = 6  # months: a young business has empty ones before it began
FEW = lazy("few")


def month_named(month: Month) -> str:
    """``October 2026``."""
    # Translators: a month in the letters of Django's date formats: March 2026
    return as_date(month.days.starts_on, pgettext("month", "F Y"))


def printed(location: Location, first: date, *, now: datetime) -> tuple[bytes, Notice]:
    """The PDF of the month that begins on ``first``, and its mail, both in the place's language."""
    with override(location.language):
        month = month_of(location, first, now=now)
        content = press.report(report(month, made_at=now))
        named = {"month": month_named(month), "location": location.name}
        notice = Notice(
            readers_of(location),
            _("%(month)s at %(location)s: what was promised and kept") % named,
            _("The report of the month is enclosed. Every number in it opens its rows on the scorecard."),
            f"kept {first:%Y-%m}.pdf",
        )
        return content, notice


def report(month: Month, *, made_at: datetime) -> Report:
    """The whole paper. It ranks nobody, and names no customer."""
    return Report(
        business=month.location.name,
        about=_("Monthly report"),
        title=month_named(month),
        blocks=tuple(_blocks(month)),
        foot=_("Counted from the record. Every number opens its rows on the scorecard."),
        made_at=made_at,
        zone=month.location.zone,
        language=get_language() or "en",
        country=month.location.country,
    )


def _blocks(month: Month) -> Iterator[Block]:
    yield from _promised(month)
    yield from _six(month)
    yield from _changed(month)
    yield Heading(_("What to do next"))
    yield Items(tuple(suggestions(month)))
    yield Text(_how_it_was_counted(), size="small")
    yield from _taken(month)
    yield from _complaints(month)
    yield from _policies(month)


def _promised(month: Month) -> Iterator[Block]:
    """What we promised and kept, in sentences first."""
    kept, silent = month.perception.kept, month.perception.silent
    if not kept.of:
        yield Text(_("No promise came due in %(month)s.") % {"month": month_named(month)}, size="large")
        return
    due = ngettext("%(due)s promise came due", "%(due)s promises came due", kept.of) % {"due": count(kept.of)}
    whole = int(kept.some)
    said = _("%(promises)s in %(month)s, %(kept)s of them kept whole and %(broken)s not.") % {
        "promises": due,
        "month": month_named(month),
        "kept": count(whole),
        "broken": count(kept.of - whole),
    }
    quiet = _("Kept in silence, without a complaint or a rating: %(silent)s.")
    yield Text(f"{said} {quiet % {'silent': count(int(silent.some))}}", size="large")
    heads = (_("Promised"), _("kept"), _("broken"))
    rows = tuple(
        (str(PROMISES.get(kind, kind)), count(ended[Outcome.KEPT]), count(ended[Outcome.BROKEN]))
        for kind, ended in month.promised.items()
    )
    if rows:
        yield Table("", heads, rows)


def _six(month: Month) -> Iterator[Block]:
    yield Heading(_("The six figures"))
    heads = (_("Figure"), month_named(month), _("95 % interval"), "n", _("month before"))
    yield Table("", heads, tuple(_figure(each) for each in month.characteristics))
    few = [str(each.place.title) for each in month.characteristics if 0 < each.figure.n < SMALL]
    if few:
        said = _("Fewer than 20 rows, to be read with care: %(names)s.") % {"names": ", ".join(few)}
        yield Text(said, size="small")


def _figure(each: Characteristic) -> tuple[str, ...]:
    figure, interval = each.figure, each.figure.interval
    between = ""
    if interval is not None:
        between = _("%(low)s to %(high)s %%") % {"low": percent(interval.low), "high": percent(interval.high)}
    name = f"{each.place.title}: {each.place.counts}"
    return name, _value(figure), between or "–", count(figure.n), _value(each.before)


def _value(figure: Figure) -> str:
    return "–" if figure.value is None else f"{percent(float(figure.value))} %"


def _taken(month: Month) -> Iterator[Block]:
    """Perception against fact: the corners, and the gaps of a year."""
    found = month.perception
    if not found.kept.of:
        return
    yield Heading(_("How it was taken"))
    yield Text(
        _(
            "Most people say nothing. What was said stands beside what was kept, on the same scale: the "
            "area of a square is its number."
        )
    )
    yield Picture(drawings.corners(found))
    if found.gaps.n:
        yield Text(_gaps(month))
    first = next((at for at, each in enumerate(found.over_time) if each.n), None)
    if first is not None:
        since = found.over_time[min(first, MONTHS - FEWEST_DRAWN) :]
        yield Picture(drawings.gaps(since, Step.MONTH), _("The mean gaps of each month; n beneath."))


def _gaps(month: Month) -> str:
    """The largest of the three gaps, in a sentence."""
    gaps = month.perception.gaps
    means = {
        _("what we broke (the service gap)"): gaps.service,
        _("what we had not told (the disclosure gap)"): gaps.disclosure,
        _("what was expected beyond the promise (the expectation gap)"): gaps.expectation,
    }
    largest = max(means, key=lambda name: means[name] or 0)
    if (means[largest] or 0) <= 0:
        said = _("Of %(n)s complaints and ratings, nothing was missing to full content on average.")
        return said % {"n": count(gaps.n)}
    said = _("Of %(n)s complaints and ratings, most of what was missing to full content was %(largest)s.")
    said = said % {"n": count(gaps.n), "largest": largest}
    return f"{said} {_('These are fewer than 20: read it with care.')}" if gaps.n < SMALL else said


def _complaints(month: Month) -> Iterator[Block]:
    yield Heading(_("What people complained of, and what was found"))
    if not month.complained:
        yield Text(_("Nobody complained."))
        return
    rows = [_complained(each) for each in month.complained[:MOST_KINDS]]
    rest = sum(each.number for each in month.complained[MOST_KINDS:])
    if rest:
        rows.append((_("Other"), "", count(rest)))
    yield Table("", (_("What was claimed"), _("What was found"), "n"), tuple(rows), numbers_from=2)


def _complained(each: Complained) -> tuple[str, str, str]:
    words = {str(word.value): str(word.label) for word in Word} | {"": _("not decided yet")}
    found = sorted(each.found.items(), key=lambda item: (-item[1], item[0]))
    said = " · ".join(f"{words.get(word, word)} {count(number)}" for word, number in found)
    return str(dict(ClaimKind.choices).get(each.kind, each.kind)), said, count(each.number)


def _policies(month: Month) -> Iterator[Block]:
    told = [each for each in month.policies if each.ended_in_gap.of]
    if not told:
        return
    told.sort(key=lambda each: (not each.is_resented, -each.ended_in_gap.of))
    yield Heading(_("Policies, told and resented"))
    heads = (_("Policy"), _("customers told"), _("ended in an expectation gap"), _("95 % interval"))
    yield Table("", heads, tuple(_policy(each) for each in told[:MOST_POLICIES]))
    resented = [title(each) for each in told if each.is_resented]
    if resented:
        said = _(
            "Told, kept, and still resented: %(policies)s. That is about the policy, and about no customer."
        )
        yield Text(said % {"policies": ", ".join(resented)})
    yield Text(_("Over the 90 days up to the day on which this was made."), size="small")


def _policy(each: Standing) -> tuple[str, str, str, str]:
    share, interval = each.ended_in_gap, each.ended_in_gap.interval
    assert share.value is not None  # somebody was told
    assert interval is not None
    ended = f"{count(int(share.some))} ({percent(float(share.value))} %)"
    between = _("%(low)s to %(high)s %%") % {"low": percent(interval.low), "high": percent(interval.high)}
    few = f" ({FEW})" if share.of < SMALL else ""
    return title(each), count(share.of) + few, ended, between


def title(each: Standing) -> str:
    """A policy's name in the language that is active, else in the first it has."""
    wordings = {wording.language: wording.title for wording in each.versions[0].wordings.all()}
    return wordings.get(get_language() or "en") or next(iter(wordings.values()), each.policy.slug)


def _changed(month: Month) -> Iterator[Block]:
    """New wordings, and the figures that clearly moved."""
    said = [
        _("%(policy)s has had new words since %(day)s (version %(number)d).")
        % {
            "policy": version.policy.slug,
            "day": as_date(
                version.published_at.astimezone(month.location.zone), pgettext("day with year", "j M Y")
            ),
            "number": version.number,
        }
        for version in month.new_wordings
    ]
    said += [
        _moved(each)
        for each in month.characteristics
        if each.difference.change in (Change.MORE, Change.FEWER)
    ]
    yield Heading(_("What changed"))
    if said:
        yield Items(tuple(said))
    else:
        yield Text(_("No policy got new words, and no figure clearly moved since the month before."))


def _moved(each: Characteristic) -> str:
    apart = each.difference
    assert apart.value is not None  # it clearly moved
    assert apart.interval is not None
    rose = _(
        "%(name)s rose by %(points)s points since the month before (95 %% interval, Newcombe: %(low)s to "
        "%(high)s)."
    )
    fell = _(
        "%(name)s fell by %(points)s points since the month before (95 %% interval, Newcombe: %(low)s to "
        "%(high)s)."
    )
    return (rose if apart.value > 0 else fell) % {
        "name": each.place.title,
        "points": percent(abs(float(apart.value))),
        "low": points(apart.interval.low),
        "high": points(apart.interval.high),
    }


def _how_it_was_counted() -> str:
    return _(
        "How it was counted: each figure is the mean of its rows, with Wilson’s 95 % interval; the six are "
        "never added up. A difference between two months is named only where Newcombe’s 95 % interval does "
        "not hold zero, and both months have 20 rows. Pleased means four or five stars and no complaint. "
        "Silence means that nobody complained and nobody rated. No customer and no member of staff is "
        "ranked, here or anywhere."
    )
