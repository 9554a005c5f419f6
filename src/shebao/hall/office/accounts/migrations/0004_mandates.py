"""A handler's mandate becomes one nature of mandate among three; every earlier one is kept."""

import secrets

from django.db import migrations, models

import shebao.hall.kit.fields


def fill(apps, schema_editor):
    """Give each earlier mandate its number, its encrypted name, its acts and its state."""
    mandates = apps.get_model("accounts", "Mandate")
    for row in mandates.objects.order_by("pk").iterator():
        row.number = f"M{secrets.token_hex(8).upper()}"
        row.principal_name = row.employer_name
        row.acts = ["look", "file"]
        row.state = "ended" if row.ended_at else "running"
        row.save()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_ways_to_enter")]

    operations = [
        migrations.RemoveConstraint("handler", "one_running_mandate_per_person_and_employer"),
        migrations.RenameModel("Handler", "Mandate"),
        migrations.RenameField("mandate", "person", "agent"),
        migrations.RenameField("mandate", "employer", "principal"),
        migrations.AddField("mandate", "number", models.CharField(max_length=24, default="")),
        migrations.AddField(
            "mandate",
            "nature",
            models.CharField(
                max_length=10,
                choices=[("family", "FAMILY"), ("guardian", "GUARDIAN"), ("handler", "HANDLER")],
                default="handler",
            ),
        ),
        migrations.AddField(
            "mandate",
            "state",
            models.CharField(
                max_length=10,
                choices=[
                    ("asked", "ASKED"),
                    ("running", "RUNNING"),
                    ("refused", "REFUSED"),
                    ("ended", "ENDED"),
                ],
                default="running",
            ),
        ),
        migrations.AddField(
            "mandate",
            "principal_name",
            shebao.hall.kit.fields.EncryptedTextField(default=""),
        ),
        migrations.AddField(
            "mandate",
            "agent_name",
            shebao.hall.kit.fields.EncryptedTextField(blank=True, default=""),
        ),
        migrations.AddField(
            "mandate",
            "agent_index",
            models.CharField(max_length=64, blank=True, default="", db_index=True),
        ),
        migrations.AlterField(
            "mandate",
            "agent",
            models.CharField(max_length=24, db_index=True, blank=True, default=""),
        ),
        migrations.AddField("mandate", "items", models.JSONField(default=list)),
        migrations.AddField("mandate", "acts", models.JSONField(default=list)),
        migrations.AddField(
            "mandate",
            "proof",
            shebao.hall.kit.fields.EncryptedTextField(blank=True, default=""),
        ),
        migrations.AddField(
            "mandate", "agency", models.CharField(max_length=12, blank=True, default="")
        ),
        migrations.AddField("mandate", "asked_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "mandate", "asked_by", models.CharField(max_length=24, blank=True, default="")
        ),
        migrations.AddField("mandate", "answered_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "mandate", "confirmed_by", models.CharField(max_length=24, blank=True, default="")
        ),
        migrations.AddField("mandate", "used_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "mandate", "ended_by", models.CharField(max_length=24, blank=True, default="")
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveField("mandate", "employer_name"),
        migrations.AlterField(
            "mandate", "principal_name", shebao.hall.kit.fields.EncryptedTextField()
        ),
        migrations.AlterField("mandate", "number", models.CharField(max_length=24, unique=True)),
        migrations.AddConstraint(
            "mandate",
            models.UniqueConstraint(
                fields=["agent", "principal"],
                condition=models.Q(state="running"),
                name="one_running_mandate_per_agent_and_principal",
            ),
        ),
        migrations.AddConstraint(
            "mandate",
            models.UniqueConstraint(
                fields=["agent_index", "principal"],
                condition=models.Q(state="asked"),
                name="one_asked_mandate_per_agent_and_principal",
            ),
        ),
        migrations.AddConstraint(
            "mandate",
            models.CheckConstraint(
                name="a_running_mandate_has_an_agent_and_no_end",
                condition=~models.Q(state="running")
                | ~models.Q(agent="") & models.Q(ended_at__isnull=True),
            ),
        ),
        migrations.AddConstraint(
            "mandate",
            models.CheckConstraint(
                name="a_guardian_was_confirmed_by_another_clerk",
                condition=~models.Q(nature="guardian", state="running")
                | ~models.Q(confirmed_by="") & ~models.Q(confirmed_by=models.F("asked_by")),
            ),
        ),
    ]
