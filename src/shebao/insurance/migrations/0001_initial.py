from django.db import migrations, models

from shebao.insurance.keyed import CreateKeyedModel


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateKeyedModel(
            name='AccountYear',
            fields=[
                ('pk', models.CompositePrimaryKey('person', 'year', blank=True, editable=False, primary_key=True, serialize=False)),
                ('person', models.BigIntegerField()),
                ('year', models.SmallIntegerField()),
                ('opening', models.BigIntegerField()),
                ('credited', models.BigIntegerField()),
                ('interest', models.BigIntegerField()),
                ('paid_out', models.BigIntegerField()),
                ('closing', models.BigIntegerField()),
                ('rate', models.CharField(max_length=8)),
            ],
        ),
        CreateKeyedModel(
            name='Benefit',
            fields=[
                ('pk', models.CompositePrimaryKey('person', 'place', blank=True, editable=False, primary_key=True, serialize=False)),
                ('person', models.BigIntegerField()),
                ('place', models.SmallIntegerField()),
                ('scheme', models.CharField(max_length=12)),
                ('kind', models.CharField(max_length=24)),
                ('first_month', models.CharField(max_length=7)),
                ('last_month', models.CharField(max_length=7)),
                ('until_month', models.CharField(max_length=7)),
                ('monthly', models.IntegerField()),
                ('parts', models.CharField(max_length=200)),
                ('state', models.CharField(max_length=10)),
                ('payee_bank', models.CharField(max_length=40)),
                ('payee_tail', models.CharField(max_length=4)),
            ],
        ),
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.SmallIntegerField(primary_key=True, serialize=False)),
                ('data_date', models.DateField()),
                ('last_sequence', models.BigIntegerField(default=0)),
                ('seed', models.BigIntegerField(default=0)),
                ('persons', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Card',
            fields=[
                ('person', models.BigIntegerField(primary_key=True, serialize=False)),
                ('card_number', models.CharField(max_length=9)),
                ('state', models.CharField(max_length=16)),
                ('issued', models.DateField()),
                ('expires', models.DateField()),
                ('bank', models.CharField(max_length=40)),
                ('electronic', models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('sequence', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=24)),
                ('subject', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=100)),
                ('body', models.TextField()),
            ],
        ),
        CreateKeyedModel(
            name='ContributionYear',
            fields=[
                ('pk', models.CompositePrimaryKey('person', 'year', 'employer', 'footing', 'region', blank=True, editable=False, primary_key=True, serialize=False)),
                ('person', models.BigIntegerField()),
                ('year', models.SmallIntegerField()),
                ('employer', models.BigIntegerField()),
                ('footing', models.CharField(max_length=12)),
                ('region', models.CharField(max_length=6)),
                ('bases', models.BinaryField(max_length=48)),
                ('states', models.CharField(max_length=12)),
            ],
        ),
        migrations.CreateModel(
            name='Employer',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=18, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('legal_person', models.CharField(max_length=60)),
                ('region', models.CharField(max_length=6)),
                ('address', models.CharField(max_length=120)),
                ('phone', models.CharField(max_length=20)),
                ('headcount', models.IntegerField(default=0)),
                ('arrears', models.BigIntegerField(default=0)),
                ('injury_class', models.SmallIntegerField(default=1)),
                ('joined', models.DateField()),
            ],
        ),
        CreateKeyedModel(
            name='PaymentYear',
            fields=[
                ('pk', models.CompositePrimaryKey('person', 'place', 'year', blank=True, editable=False, primary_key=True, serialize=False)),
                ('person', models.BigIntegerField()),
                ('place', models.SmallIntegerField()),
                ('year', models.SmallIntegerField()),
                ('amounts', models.BinaryField(max_length=48)),
                ('days', models.BinaryField(max_length=48)),
                ('results', models.CharField(max_length=12)),
                ('bank', models.CharField(max_length=40)),
                ('account_tail', models.CharField(max_length=4)),
            ],
        ),
        migrations.CreateModel(
            name='PostingReceipt',
            fields=[
                ('key', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('state', models.CharField(max_length=8)),
                ('reference', models.CharField(max_length=40)),
                ('reason', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
            ],
        ),
        CreateKeyedModel(
            name='Registration',
            fields=[
                ('pk', models.CompositePrimaryKey('person', 'scheme', 'region', blank=True, editable=False, primary_key=True, serialize=False)),
                ('person', models.BigIntegerField()),
                ('scheme', models.CharField(max_length=12)),
                ('region', models.CharField(max_length=6)),
                ('employer', models.BigIntegerField(default=0)),
                ('joined', models.DateField()),
                ('ended', models.DateField(null=True)),
                ('state', models.CharField(max_length=8)),
                ('first_month', models.CharField(max_length=7)),
                ('last_paid_month', models.CharField(max_length=7)),
                ('months_actual', models.IntegerField()),
                ('months_deemed', models.IntegerField()),
            ],
        ),
        CreateKeyedModel(
            name='Run',
            fields=[
                ('pk', models.CompositePrimaryKey('name', 'period', blank=True, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=24)),
                ('period', models.CharField(max_length=10)),
                ('reached', models.BigIntegerField(default=0)),
                ('count', models.BigIntegerField(default=0)),
                ('finished', models.BooleanField(default=False)),
            ],
        ),
        CreateKeyedModel(
            name='TransferStep',
            fields=[
                ('pk', models.CompositePrimaryKey('transfer', 'place', blank=True, editable=False, primary_key=True, serialize=False)),
                ('transfer', models.CharField(max_length=24)),
                ('place', models.SmallIntegerField()),
                ('at', models.DateTimeField()),
                ('state', models.CharField(max_length=24)),
                ('agency', models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name='Certification',
            fields=[
                ('person', models.BigIntegerField(primary_key=True, serialize=False)),
                ('last_on', models.DateField(null=True)),
                ('method', models.CharField(max_length=32)),
                ('next_due', models.DateField()),
                ('suspended', models.BooleanField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('suspended', False)), fields=['next_due'], name='uncertified')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('id_type', models.CharField(max_length=20)),
                ('id_number', models.CharField(max_length=20)),
                ('country', models.CharField(max_length=3)),
                ('name', models.CharField(max_length=100)),
                ('sex', models.CharField(max_length=6)),
                ('birth', models.DateField()),
                ('kind', models.CharField(max_length=12)),
                ('retirement_group', models.CharField(max_length=12)),
                ('region', models.CharField(max_length=6)),
                ('household_region', models.CharField(max_length=6)),
                ('mobile', models.CharField(max_length=24)),
                ('address', models.CharField(max_length=200)),
                ('first_work', models.DateField(null=True)),
                ('died_on', models.DateField(null=True)),
                ('employer', models.BigIntegerField(default=0)),
                ('employed_since', models.DateField(null=True)),
                ('base', models.IntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('employer__gt', 0)), fields=['employer', 'number'], name='staff_by_employer')],
                'constraints': [models.UniqueConstraint(fields=('id_number', 'id_type', 'country'), name='one_person_per_document')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('number', models.CharField(max_length=24, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=100, unique=True)),
                ('person', models.BigIntegerField(db_index=True)),
                ('from_region', models.CharField(max_length=6)),
                ('to_region', models.CharField(max_length=6)),
                ('state', models.CharField(max_length=24)),
                ('holder', models.CharField(max_length=60)),
                ('due', models.DateField(null=True)),
                ('next_at', models.DateTimeField(db_index=True, null=True)),
                ('months', models.IntegerField(default=0)),
                ('amount_account', models.BigIntegerField(default=0)),
                ('amount_pooled', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('next_at__isnull', False)), fields=('person',), name='one_open_transfer_per_person')],
            },
        ),
    ]
