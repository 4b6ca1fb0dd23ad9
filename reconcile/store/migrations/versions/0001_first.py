"""The first tables.

A later step is a module of its own; this one stays as it is.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, and have the database refuse to change decisions."""
    op.create_table(
        "runs",
        sa.Column("id", _ID, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("code", _TEXT, nullable=False),
        sa.Column("lexicon", _TEXT, nullable=False),
        sa.Column("model", _TEXT, nullable=False),
        sa.Column("settings", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_table(
        "figures",
        sa.Column("id", _ID, nullable=False),
        sa.Column("figid", _TEXT, nullable=False),
        sa.Column("position", _ID, nullable=False),
        sa.Column("title", _TEXT, nullable=False),
        sa.Column("paper_title", _TEXT, nullable=False),
        sa.Column("journal", _TEXT, nullable=False),
        sa.Column("organism", _TEXT, nullable=False),
        sa.Column("filename", _TEXT, nullable=False),
        sa.Column("input", _TEXT, nullable=False),
        sa.Column("report_id", _ID),
        sa.Column("digest", _TEXT, nullable=False),
        sa.Column("need", sa.Float, nullable=False),
        sa.Column("surest", sa.Float, nullable=False),
        sa.Column("doubt", sa.Float, nullable=False),
        sa.Column("shared", sa.Float, nullable=False),
        sa.Column("suggestions", sa.Integer, nullable=False),
        sa.Column("open", sa.Integer, nullable=False),
        sa.Column("disagreed", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_figures"),
        sa.UniqueConstraint("figid", name="uq_figures_figid"),
    )
    states = ["open", "suggestions", "disagreed"]
    for name in ("need", "surest", "doubt", "shared"):
        columns: list[str | sa.TextClause] = [sa.text(f"{name} DESC"), "position", *states]
        op.create_index(f"ix_figures_{name}", "figures", columns)
    op.create_index("ix_figures_position", "figures", ["position", *states])
    _table_of_figure("records", sa.Column("record", sa.LargeBinary, nullable=False))
    _table_of_figure("searches", sa.Column("search", _TEXT, nullable=False))
    op.create_table(
        "reports",
        sa.Column("id", _ID, nullable=False),
        sa.Column("figure_id", _ID, nullable=False),
        sa.Column("run_id", _ID, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("digest", _TEXT, nullable=False),
        sa.Column("result", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name="fk_reports_figure_id"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_reports_run_id"),
    )
    op.create_index("ix_reports_figure_id", "reports", ["figure_id"])
    op.create_table(
        "classes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("key", _TEXT, nullable=False),
        sa.Column("folded", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_classes"),
        sa.UniqueConstraint("key", name="uq_classes_key"),
    )
    op.create_table(
        "suggestions",
        sa.Column("figure_id", _ID, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("subject", _TEXT, nullable=False),
        sa.Column("action", _TEXT, nullable=False),
        sa.Column("text", _TEXT, nullable=False),
        sa.Column("symbols", _TEXT, nullable=False),
        sa.Column("listed", _TEXT, nullable=False),
        sa.Column("reason", _TEXT, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("safe", sa.Integer, nullable=False),
        sa.Column("explanation", _TEXT, nullable=False),
        sa.Column("words", _TEXT, nullable=False),
        sa.Column("class_id", _ID, nullable=False),
        sa.Column("context", _TEXT, nullable=False),
        sa.Column("open", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("figure_id", "number", name="pk_suggestions"),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name="fk_suggestions_figure_id"),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name="fk_suggestions_class_id"),
    )
    op.create_index("ix_suggestions_class_id", "suggestions", ["class_id", "open"])
    op.create_index("ix_suggestions_reason", "suggestions", ["reason", "figure_id"])
    _table_of_names("words", "word")
    _table_of_names("wrong_words", "word", sa.Column("open", sa.Integer, nullable=False))
    _table_of_names("statuses", "status")
    _table_of_names("work", "curator", sa.Column("decided", sa.Integer, nullable=False))
    op.create_table(
        "decisions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("figure_id", _ID, nullable=False),
        sa.Column("report_id", _ID, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("curator", _TEXT, nullable=False),
        sa.Column("verdict", _TEXT, nullable=False),
        sa.Column("subject", _TEXT, nullable=False),
        sa.Column("action", _TEXT, nullable=False),
        sa.Column("text", _TEXT, nullable=False),
        sa.Column("symbols", _TEXT, nullable=False),
        sa.Column("listed", _TEXT, nullable=False),
        sa.Column("note", _TEXT, nullable=False),
        sa.Column("digest", _TEXT, nullable=False),
        sa.Column("state", _TEXT, nullable=False),
        sa.Column("batch", _TEXT),
        sa.Column("undoes", _ID),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name="fk_decisions_figure_id"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_decisions_report_id"),
        sa.ForeignKeyConstraint(["undoes"], ["decisions.id"], name="fk_decisions_undoes"),
        sa.UniqueConstraint("undoes", name="uq_decisions_undoes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decisions_figure_id", "decisions", ["figure_id"])
    op.create_index("ix_decisions_batch", "decisions", ["batch", "undoes"])
    op.create_index("ix_decisions_curator", "decisions", ["curator", "verdict"])
    for statement in _REFUSALS[op.get_bind().dialect.name]:
        op.execute(statement)


def _table_of_figure(name: str, column: sa.Column[Any]) -> None:
    """A table with one row for a figure, at most."""
    op.create_table(
        name,
        sa.Column("figure_id", _ID, autoincrement=False, nullable=False),
        column,
        sa.PrimaryKeyConstraint("figure_id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name=f"fk_{name}_figure_id"),
    )


def _table_of_names(table: str, column: str, *more: sa.Column[Any]) -> None:
    """A table of the figures that have a name, or the names that a figure has."""
    op.create_table(
        table,
        sa.Column(column, _TEXT, nullable=False),
        sa.Column("figure_id", _ID, nullable=False),
        *more,
        sa.PrimaryKeyConstraint(column, "figure_id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name=f"fk_{table}_figure_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(f"ix_{table}_figure_id", table, ["figure_id"])


_REFUSALS = {
    "sqlite": tuple(
        f"CREATE TRIGGER decisions_no_{event} BEFORE {event} ON decisions "
        "BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END"
        for event in ("update", "delete")
    ),
    "postgresql": (
        "CREATE FUNCTION decisions_are_kept() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'decisions are never changed'; END $$",
        "CREATE TRIGGER decisions_kept BEFORE UPDATE OR DELETE ON decisions "
        "FOR EACH ROW EXECUTE FUNCTION decisions_are_kept()",
    ),
}
