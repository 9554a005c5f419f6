"""A table laid out in the order of its key, where the database can do that."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState


class CreateKeyedModel(CreateModel):
    """Create a model's table; on SQLite the key itself holds the rows (``WITHOUT ROWID``)."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the table with its indexes."""
        model = to_state.apps.get_model(app_label, self.name)
        if schema_editor.connection.vendor != "sqlite":
            schema_editor.create_model(model)
            return
        sql, _ = schema_editor.table_sql(model)
        schema_editor.execute(f"{sql} WITHOUT ROWID", None)
        indexes = schema_editor._model_indexes_sql(model)  # type: ignore[attr-defined]
        schema_editor.deferred_sql.extend(indexes)
