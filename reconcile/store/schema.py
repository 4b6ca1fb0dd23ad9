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
    "answered",
    "classes",
    "decisions",
    "figures",
    "metadata",
    "records",
    "reports",
    "runs",
    "searches",
    "statuses",
    "suggestions",
    "words",
    "work",
    "wrong_words",
]

REVISION: Final = "0002"
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
_TEXT: Final = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that every database compares and sorts alike: by its code points."""

runs = Table(
    "runs",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("code", _TEXT, nullable=False),
    Column("lexicon", _TEXT, nullable=False),
    Column("model", _TEXT, nullable=False),
    Column("settings", _TEXT, nullable=False),
)
"""What made reports: versions and settings (JSON)."""

figures = Table(
    "figures",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("figid", _TEXT, nullable=False),
    Column("position", _ID, nullable=False),
    Column("title", _TEXT, nullable=False),
    Column("paper_title", _TEXT, nullable=False),
    Column("journal", _TEXT, nullable=False),
    Column("organism", _TEXT, nullable=False),
    Column("filename", _TEXT, nullable=False),
    Column("input", _TEXT, nullable=False),
    Column("report_id", _ID),
    Column("digest", _TEXT, nullable=False),
    Column("need", Float, nullable=False),
    Column("surest", Float, nullable=False),
    Column("doubt", Float, nullable=False),
    Column("shared", Float, nullable=False),
    Column("suggestions", Integer, nullable=False),
    Column("open", Integer, nullable=False),
    Column("disagreed", Integer, nullable=False),
    UniqueConstraint("figid"),
)
"""One row a figure, with its present report. `open` and `disagreed` follow the decisions; `need`,
`surest`, `doubt` and `shared` are of the report. `input` names what the report was last made of,
see `inputs`. Rows are small, as the queue may have to look at all of them."""

for _name in ("need", "surest", "doubt", "shared"):
    # With all that the states of the queue ask for, so that its order is walked in the index.
    _order = figures.c[_name].desc(), figures.c.position
    Index(
        f"ix_figures_{_name}", *_order, figures.c.open, figures.c.suggestions, figures.c.disagreed
    )
Index(
    "ix_figures_position",
    figures.c.position,
    figures.c.open,
    figures.c.suggestions,
    figures.c.disagreed,
)

records = Table(
    "records",
    metadata,
    Column("figure_id", _ID, ForeignKey("figures.id"), primary_key=True, autoincrement=False),
    Column("record", LargeBinary, nullable=False),
)
"""The bytes of PFOCR records, compressed."""

searches = Table(
    "searches",
    metadata,
    Column("figure_id", _ID, ForeignKey("figures.id"), primary_key=True, autoincrement=False),
    Column("search", _TEXT, nullable=False),
)
"""All that is searched of a figure, in small letters."""

reports = Table(
    "reports",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("figure_id", _ID, ForeignKey("figures.id"), nullable=False),
    Column("run_id", _ID, ForeignKey("runs.id"), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("digest", _TEXT, nullable=False),
    Column("result", LargeBinary, nullable=False),
    Index("ix_reports_figure_id", "figure_id"),
)
"""Every report that was ever made of a figure, see `codec`."""

classes = Table(
    "classes",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("key", _TEXT, nullable=False),
    Column("folded", _TEXT, nullable=False),
    UniqueConstraint("key"),
)
"""The classes of suggestions, see `records.SuggestionClass`; `folded` is in small letters."""

suggestions = Table(
    "suggestions",
    metadata,
    Column("figure_id", _ID, ForeignKey("figures.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("subject", _TEXT, nullable=False),
    Column("action", _TEXT, nullable=False),
    Column("text", _TEXT, nullable=False),
    Column("symbols", _TEXT, nullable=False),
    Column("listed", _TEXT, nullable=False),
    Column("reason", _TEXT, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("safe", Integer, nullable=False),
    Column("explanation", _TEXT, nullable=False),
    Column("words", _TEXT, nullable=False),
    Column("class_id", _ID, ForeignKey("classes.id"), nullable=False),
    Column("context", _TEXT, nullable=False),
    Column("open", Integer, nullable=False),
    Index("ix_suggestions_class_id", "class_id", "open"),
    Index("ix_suggestions_reason", "reason", "figure_id"),
)
"""The suggestions of the present reports, without evidence, to be searched; `symbols`, `listed`,
`words` and `context` are JSON."""

words = Table(
    "words",
    metadata,
    Column("word", _TEXT, primary_key=True),
    Column("figure_id", _ID, ForeignKey("figures.id"), primary_key=True),
    Index("ix_words_figure_id", "figure_id"),
    sqlite_with_rowid=False,
)
"""The words read off each image, in small letters."""

wrong_words = Table(
    "wrong_words",
    metadata,
    Column("word", _TEXT, primary_key=True),
    Column("figure_id", _ID, ForeignKey("figures.id"), primary_key=True),
    Column("open", Integer, nullable=False),
    Index("ix_wrong_words_figure_id", "figure_id"),
    sqlite_with_rowid=False,
)
"""The words behind suggestions to change entries, in small letters, and how many are open."""

statuses = Table(
    "statuses",
    metadata,
    Column("status", _TEXT, primary_key=True),
    Column("figure_id", _ID, ForeignKey("figures.id"), primary_key=True),
    Index("ix_statuses_figure_id", "figure_id"),
    sqlite_with_rowid=False,
)
"""The statuses among the entries of each figure."""

decisions = Table(
    "decisions",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("figure_id", _ID, ForeignKey("figures.id"), nullable=False),
    Column("report_id", _ID, ForeignKey("reports.id"), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("curator", _TEXT, nullable=False),
    Column("verdict", _TEXT, nullable=False),
    Column("subject", _TEXT, nullable=False),
    Column("action", _TEXT, nullable=False),
    Column("text", _TEXT, nullable=False),
    Column("symbols", _TEXT, nullable=False),
    Column("listed", _TEXT, nullable=False),
    Column("note", _TEXT, nullable=False),
    Column("digest", _TEXT, nullable=False),
    Column("state", _TEXT, nullable=False),
    Column("batch", _TEXT),
    Column("undoes", _ID, ForeignKey("decisions.id")),
    UniqueConstraint("undoes"),
    Index("ix_decisions_figure_id", "figure_id"),
    Index("ix_decisions_batch", "batch", "undoes"),
    Index("ix_decisions_curator", "curator", "verdict"),
    sqlite_autoincrement=True,
)
"""What people decided. Rows are added and never changed: the database itself refuses it."""

work = Table(
    "work",
    metadata,
    Column("curator", _TEXT, primary_key=True),
    Column("figure_id", _ID, ForeignKey("figures.id"), primary_key=True),
    Column("decided", Integer, nullable=False),
    Index("ix_work_figure_id", "figure_id"),
    sqlite_with_rowid=False,
)
"""How many suggestions of a figure's present report each curator has decided, if any."""

answered = Table(
    "answered",
    metadata,
    Column("curator", _TEXT, primary_key=True),
    Column("figure_id", _ID, ForeignKey("figures.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Index("ix_answered_figure_id", "figure_id"),
    sqlite_with_rowid=False,
)
"""Which suggestions of a figure's present report each curator has decided."""
