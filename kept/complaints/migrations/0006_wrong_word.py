"""What we said wrongly, honoured, and what it costs us."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0005_second_look"), ("conversations", "0002_words_to_search"), ("promises", "0005_words_may_be_erased")]

    operations = [
        migrations.CreateModel(
            name='WrongWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(choices=[('price', 'a price or a fee'), ('day', 'a day or a window'), ('product', 'a product'), ('leaving', 'ending or pausing'), ('money_back', 'money back'), ('other', 'something else')], max_length=20)),
                ('right', models.CharField(blank=True, max_length=500)),
                ('cost_minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=40)),
            ],
        ),
        migrations.AddField(
            model_name='wrongword',
            name='conversation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conversations.conversation'),
        ),
        migrations.AddField(
            model_name='wrongword',
            name='promise',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='promises.promise'),
        ),
        migrations.AddIndex(
            model_name='wrongword',
            index=models.Index(fields=['-at'], name='wrong_word_by_time'),
        ),
        migrations.AddConstraint(
            model_name='wrongword',
            constraint=models.CheckConstraint(condition=models.Q(('cost_minor__gte', 0)), name='a_wrong_word_costs_us_or_nothing'),
        ),
    ]
