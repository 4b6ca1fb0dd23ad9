"""Which suggestions each curator has decided, so that the rest can be listed for each alone."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table, and fill it from the decisions that there are."""
    op.create_table(
        "answered",
        sa.Column("curator", _TEXT, nullable=False),
        sa.Column("figure_id", _ID, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("curator", "figure_id", "number", name="pk_answered"),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name="fk_answered_figure_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_answered_figure_id", "answered", ["figure_id"])
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    from reconcile.store.following import refresh

    asked = sa.text("SELECT DISTINCT figure_id FROM work ORDER BY figure_id")
    refresh(connection, list(connection.execute(asked).scalars()))
