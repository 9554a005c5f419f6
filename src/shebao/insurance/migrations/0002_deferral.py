from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('insurance', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Deferral',
            fields=[
                ('person', models.BigIntegerField(primary_key=True, serialize=False)),
                ('until_month', models.CharField(max_length=7)),
                ('key', models.CharField(max_length=100)),
                ('decided_on', models.DateField()),
            ],
        ),
    ]
