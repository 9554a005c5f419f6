from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("agencies", "0002_centres"),
    ]

    operations = [
        migrations.CreateModel(
            name="Terminal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=12, unique=True)),
                ("agency", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("printer", models.CharField(blank=True, max_length=200)),
                ("registered_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("agency", "name"),
                        name="terminal_runs_once_under_its_name",
                    )
                ],
            },
        ),
    ]
