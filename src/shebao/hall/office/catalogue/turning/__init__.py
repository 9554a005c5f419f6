"""What would turn a refusal (5.3.1c): the smallest changes, found by judging again."""

from shebao.hall.office.catalogue.turning.search import ways
from shebao.hall.office.catalogue.turning.way import Way, WayStep

__all__ = ["WayStep", "Way", "ways"]
