"""What a claim is about by the record is kept with it, as it stood when the claim was made."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0008_stepped_back'),
        ('promises', '0005_words_may_be_erased'),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='at_stake_minor',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='claim',
            name='at_stake_of',
            field=models.CharField(blank=True, choices=[('nothing', 'no money'), ('goods', 'the price of the order'), ('fee', 'the fee that was charged for leaving'), ('charges', 'what was charged since they asked to leave'), ('charge', 'what was charged last')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('at_stake_minor__isnull', True), ('at_stake_of__in', ['', 'nothing'])), models.Q(('at_stake_minor__gt', 0), ('at_stake_of__in', ['goods', 'fee', 'charges', 'charge'])), _connector='OR'), name='a_sum_at_stake_says_of_what'),
        ),
    ]
