"""Checkpoints over the trail, and triggers that keep them as they were signed (6.3.2)."""

from django.db import migrations, models

from shebao.hall.office.audit import guards

TABLES = ("audit_checkpoint", "audit_span")


def put_up(apps, schema_editor):
    guards.put_up(TABLES)


def take_down(apps, schema_editor):
    """The triggers go with their tables."""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('entries', models.BigIntegerField()),
                ('streams', models.SmallIntegerField()),
                ('root', models.CharField(max_length=64)),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('key', models.CharField(max_length=64)),
                ('signature', models.CharField(max_length=128)),
            ],
        ),
        migrations.CreateModel(
            name='Span',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checkpoint', models.BigIntegerField()),
                ('stream', models.SmallIntegerField()),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('head', models.CharField(max_length=64)),
                ('root', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('stream', 'last'), name='one_span_per_end'), models.UniqueConstraint(fields=('stream', 'checkpoint'), name='one_span_per_stream_and_checkpoint'), models.CheckConstraint(condition=models.Q(('first__gte', 1), ('last__gte', models.F('first'))), name='a_span_holds_an_entry')],
            },
        ),
        migrations.RunPython(put_up, take_down),
    ]
