"""What a term takes: days as well as money, the rule pack that caps it; and that it never takes more."""

from django.db import migrations, models
from django.db.models import F, Q

from kept.ledger.guards import Refuse

NOTHING = (Q(charged_minor__isnull=True) | Q(charged_minor=0)) & (
    Q(notice_days__isnull=True) | Q(notice_days=0)
)
AS_ASKED = (Q(asked_minor__isnull=True) | Q(charged_minor__lte=F("asked_minor"))) & (
    Q(asked_days__isnull=True) | Q(notice_days__lte=F("asked_days"))
)
AS_ALLOWED = (Q(cap_minor__isnull=True) | Q(charged_minor__lte=F("cap_minor"))) & (
    Q(cap_days__isnull=True) | Q(notice_days__lte=F("cap_days"))
)


class Migration(migrations.Migration):
    dependencies = [("policies", "0002_told_is_told")]
    operations = [
        migrations.AddField(
            "termapplication", "asked_days", models.PositiveIntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            "termapplication", "notice_days", models.PositiveIntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            "termapplication",
            "pack",
            models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField("termapplication", "cap_minor", models.BigIntegerField(blank=True, null=True)),
        migrations.AddField(
            "termapplication", "cap_days", models.PositiveIntegerField(blank=True, null=True)
        ),
        migrations.AddConstraint(
            "termapplication",
            models.CheckConstraint(
                condition=Q(may_apply=True) | NOTHING, name="a_stopped_term_takes_nothing"
            ),
        ),
        migrations.AddConstraint(
            "termapplication",
            models.CheckConstraint(condition=AS_ASKED, name="a_term_takes_no_more_than_was_asked"),
        ),
        migrations.AddConstraint(
            "termapplication",
            models.CheckConstraint(condition=AS_ALLOWED, name="a_term_takes_no_more_than_a_pack_allows"),
        ),
        Refuse("policies_termapplication", "DELETE", "an attempt stays"),
        Refuse("policies_termapplication", "UPDATE", "an attempt never changes"),
    ]
