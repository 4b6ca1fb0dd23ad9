"""The tables. `migrations/` makes them; a test holds that both say the same."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "REVISION",
    "decisions",
    "figures",
    "metadata",
    "reports",
    "runs",
    "statuses",
    "suggestions",
    "words",
]

REVISION: Final = "0001"
"""The newest migration."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ID: Final = BigInteger().with_variant(Integer, "sqlite")

runs = Table(
    "runs",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("code", Text, nullable=False),
    Column("lexicon", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("settings", Text, nullable=False),
)
"""What made reports: versions and settings (JSON)."""

figures = Table(
    "figures",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("figid", Text, nullable=False),
    Column("position", _ID, nullable=False),
    Column("title", Text, nullable=False),
    Column("paper_title", Text, nullable=False),
    Column("journal", Text, nullable=False),
    Column("organism", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("record", LargeBinary),
    Column("input", Text, nullable=False),
    Column("search", Text, nullable=False),
    Column("report_id", _ID),
    Column("digest", Text, nullable=False),
    Column("need", Float, nullable=False),
    Column("surest", Float, nullable=False),
    Column("doubt", Float, nullable=False),
    Column("shared", Float, nullable=False),
    Column("suggestions", Integer, nullable=False),
    Column("open", Integer, nullable=False),
    Column("disagreed", Integer, nullable=False),
    UniqueConstraint("figid"),
    Index("ix_figures_need", "need", "position"),
    Index("ix_figures_position", "position"),
)
"""One row a figure, with its present report. `open` and `disagreed` follow the decisions; `need`,
`surest`, `doubt` and `shared` are of the report. `record` is compressed; `input` names what the
report was last made of, see `inputs`."""

reports = Table(
    "reports",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("figure_id", _ID, ForeignKey("figures.id"), nullable=False),
    Column("run_id", _ID, ForeignKey("runs.id"), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("digest", Text, nullable=False),
    Column("result", LargeBinary, nullable=False),
    Index("ix_reports_figure_id", "figure_id"),
)
"""Every report that was ever made of a figure, see `codec`."""

suggestions = Table(
    "suggestions",
    metadata,
    Column("figure_id", _ID, ForeignKey("figures.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("subject", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("symbols", Text, nullable=False),
    Column("listed", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("safe", Integer, nullable=False),
    Column("explanation", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("class_key", Text, nullable=False),
    Column("context", Text, nullable=False),
    Column("open", Integer, nullable=False),
    Index("ix_suggestions_class_key", "class_key"),
    Index("ix_suggestions_reason", "reason"),
)
"""The suggestions of the present reports, without evidence, to be searched; `symbols`, `listed`,
`words` and `context` are JSON."""

words = Table(
    "words",
    metadata,
    Column("word", Text, primary_key=True),
    Column("figure_id", _ID, ForeignKey("figures.id"), primary_key=True),
    Index("ix_words_figure_id", "figure_id"),
)
"""The words read off each image, in small letters."""

statuses = Table(
    "statuses",
    metadata,
    Column("status", Text, primary_key=True),
    Column("figure_id", _ID, ForeignKey("figures.id"), primary_key=True),
    Index("ix_statuses_figure_id", "figure_id"),
)
"""The statuses among the entries of each figure."""

decisions = Table(
    "decisions",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("figure_id", _ID, ForeignKey("figures.id"), nullable=False),
    Column("report_id", _ID, ForeignKey("reports.id"), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("curator", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("symbols", Text, nullable=False),
    Column("listed", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("batch", Text),
    Column("undoes", _ID, ForeignKey("decisions.id")),
    UniqueConstraint("undoes"),
    Index("ix_decisions_figure_id", "figure_id"),
    Index("ix_decisions_batch", "batch"),
    Index("ix_decisions_curator", "curator"),
    sqlite_autoincrement=True,
)
"""What people decided. Rows are added and never changed: the database itself refuses it."""
