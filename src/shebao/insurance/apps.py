"""Tells Django where the core's tables are."""

from django.apps import AppConfig


class InsuranceConfig(AppConfig):
    """The reference core system."""

    name = "shebao.insurance"
    label = "insurance"
