"""What the desk noticed in a message, and what a person made of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0006_wrong_word'),
        ('conversations', '0003_an_insult_borne'),
    ]

    operations = [
        migrations.CreateModel(
            name='Hearing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('delivery.late', 'The delivery came late'), ('delivery.missed', 'The delivery was missed'), ('delivery.wished_window_refused', 'The wished window was refused'), ('delivery.not_delivered', 'Nothing was delivered'), ('delivery.damaged', 'It came damaged'), ('membership.cancellation_refused', 'The cancellation was refused'), ('membership.cancellation_ignored', 'The cancellation was ignored'), ('membership.fee_disputed', 'The fee is disputed'), ('membership.unexpected_renewal', 'It was renewed unexpectedly'), ('membership.wrong_freeze', 'The freeze was wrong'), ('membership.pressured', 'Pressed to stay'), ('billing.wrong_amount', 'The amount was wrong'), ('billing.charged_twice', 'Charged twice'), ('billing.not_agreed', 'Charged without agreement'), ('billing.refund_late', 'The refund came late'), ('conduct.rude', 'Somebody was rude'), ('conduct.ignored', 'Ignored'), ('conduct.pressured', 'Pressed'), ('conduct.wrong_information', 'The information was wrong'), ('product.not_as_described', 'Not as described'), ('product.defective', 'Defective'), ('product.worn', 'Worn'), ('access.unreachable', 'Nobody could be reached'), ('access.no_call_back', 'Nobody called back')], max_length=40)),
                ('became', models.CharField(blank=True, choices=[('delivery.late', 'The delivery came late'), ('delivery.missed', 'The delivery was missed'), ('delivery.wished_window_refused', 'The wished window was refused'), ('delivery.not_delivered', 'Nothing was delivered'), ('delivery.damaged', 'It came damaged'), ('membership.cancellation_refused', 'The cancellation was refused'), ('membership.cancellation_ignored', 'The cancellation was ignored'), ('membership.fee_disputed', 'The fee is disputed'), ('membership.unexpected_renewal', 'It was renewed unexpectedly'), ('membership.wrong_freeze', 'The freeze was wrong'), ('membership.pressured', 'Pressed to stay'), ('billing.wrong_amount', 'The amount was wrong'), ('billing.charged_twice', 'Charged twice'), ('billing.not_agreed', 'Charged without agreement'), ('billing.refund_late', 'The refund came late'), ('conduct.rude', 'Somebody was rude'), ('conduct.ignored', 'Ignored'), ('conduct.pressured', 'Pressed'), ('conduct.wrong_information', 'The information was wrong'), ('product.not_as_described', 'Not as described'), ('product.defective', 'Defective'), ('product.worn', 'Worn'), ('access.unreachable', 'Nobody could be reached'), ('access.no_call_back', 'Nobody called back')], max_length=40)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=40)),
                ('complaint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.complaint')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conversations.message')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('message', 'kind'), name='a_proposed_claim_is_answered_once'), models.CheckConstraint(condition=models.Q(('became', ''), ('complaint__isnull', False), _connector='OR'), name='a_claim_that_was_opened_has_a_complaint')],
            },
        ),
    ]
