"""What must hold for every table."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

OURS = [model for model in apps.get_models() if model.__module__.startswith("shebao.")]


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_table_declares_its_personal_data_and_how_long_it_is_kept(model: type) -> None:
    assert isinstance(vars(model).get("personal"), dict)
    assert vars(model).get("retention")


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_table_points_into_another_room(model: type) -> None:
    targets = {field.related_model for field in model._meta.get_fields() if field.related_model}
    assert {target._meta.app_label for target in targets} <= {model._meta.app_label}


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())
