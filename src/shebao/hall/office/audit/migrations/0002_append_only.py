"""Triggers that keep the trail append-only (6.3.2): entries stay, heads only move forward."""

from django.db import migrations

from shebao.hall.office.audit import guards

TABLES = ("audit_entry", "audit_head")


def put_up(apps, schema_editor):
    guards.put_up(TABLES)


def take_down(apps, schema_editor):
    guards.take_down(TABLES)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(put_up, take_down)]
