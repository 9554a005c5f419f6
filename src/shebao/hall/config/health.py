"""Is the process alive, and is it ready to serve? (6.5.4)"""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from shebao.hall.kit import gate


@gate.public
def livez(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


@gate.public
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and every migration is in; the core may be down, the hall is not."""
    checks = {"database": _database_answers(), "migrations": _migrations_are_in()}
    is_ready = all(checks.values())
    return JsonResponse({"ready": is_ready, "checks": checks}, status=200 if is_ready else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations_are_in() -> bool:
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False
