"""The first tables.

A later step is a module of its own; this one stays as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables, and have the database refuse to change decisions."""
    op.create_table(
        "runs",
        sa.Column("id", _ID, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("lexicon", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("settings", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_table(
        "figures",
        sa.Column("id", _ID, nullable=False),
        sa.Column("figid", sa.Text, nullable=False),
        sa.Column("position", _ID, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("paper_title", sa.Text, nullable=False),
        sa.Column("journal", sa.Text, nullable=False),
        sa.Column("organism", sa.Text, nullable=False),
        sa.Column("filename", sa.Text, nullable=False),
        sa.Column("record", sa.LargeBinary),
        sa.Column("input", sa.Text, nullable=False),
        sa.Column("search", sa.Text, nullable=False),
        sa.Column("report_id", _ID),
        sa.Column("digest", sa.Text, nullable=False),
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
    op.create_index("ix_figures_need", "figures", ["need", "position"])
    op.create_index("ix_figures_position", "figures", ["position"])
    op.create_table(
        "reports",
        sa.Column("id", _ID, nullable=False),
        sa.Column("figure_id", _ID, nullable=False),
        sa.Column("run_id", _ID, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("result", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name="fk_reports_figure_id"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_reports_run_id"),
    )
    op.create_index("ix_reports_figure_id", "reports", ["figure_id"])
    op.create_table(
        "suggestions",
        sa.Column("figure_id", _ID, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("symbols", sa.Text, nullable=False),
        sa.Column("listed", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("safe", sa.Integer, nullable=False),
        sa.Column("explanation", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("class_key", sa.Text, nullable=False),
        sa.Column("context", sa.Text, nullable=False),
        sa.Column("open", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("figure_id", "number", name="pk_suggestions"),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name="fk_suggestions_figure_id"),
    )
    op.create_index("ix_suggestions_class_key", "suggestions", ["class_key"])
    op.create_index("ix_suggestions_reason", "suggestions", ["reason"])
    for table, column in (("words", "word"), ("statuses", "status")):
        op.create_table(
            table,
            sa.Column(column, sa.Text, nullable=False),
            sa.Column("figure_id", _ID, nullable=False),
            sa.PrimaryKeyConstraint(column, "figure_id", name=f"pk_{table}"),
            sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name=f"fk_{table}_figure_id"),
        )
        op.create_index(f"ix_{table}_figure_id", table, ["figure_id"])
    op.create_table(
        "decisions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("figure_id", _ID, nullable=False),
        sa.Column("report_id", _ID, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("curator", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("symbols", sa.Text, nullable=False),
        sa.Column("listed", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("batch", sa.Text),
        sa.Column("undoes", _ID),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name="fk_decisions_figure_id"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_decisions_report_id"),
        sa.ForeignKeyConstraint(["undoes"], ["decisions.id"], name="fk_decisions_undoes"),
        sa.UniqueConstraint("undoes", name="uq_decisions_undoes"),
        sqlite_autoincrement=True,
    )
    for name, column in (("figure_id", "figure_id"), ("batch", "batch"), ("curator", "curator")):
        op.create_index(f"ix_decisions_{name}", "decisions", [column])
    for statement in _REFUSALS[op.get_bind().dialect.name]:
        op.execute(statement)


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
