from django.db import migrations, models

from shebao.insurance.keyed import CreateKeyedModel


class Migration(migrations.Migration):

    dependencies = [
        ('insurance', '0003_claims'),
    ]

    operations = [
        CreateKeyedModel(
            name='InjuryCost',
            fields=[
                ('pk', models.CompositePrimaryKey('person', 'place', blank=True, editable=False, primary_key=True, serialize=False)),
                ('person', models.BigIntegerField()),
                ('place', models.SmallIntegerField()),
                ('injury', models.SmallIntegerField()),
                ('kind', models.CharField(max_length=16)),
                ('start', models.DateField()),
                ('last', models.DateField()),
                ('amount', models.BigIntegerField()),
                ('paid_on', models.DateField()),
            ],
        ),
    ]
