"""What reads texts and figures: worker processes, each with the model opened once."""

from __future__ import annotations

from reconcile.serve.engine.engine import Engine
from reconcile.serve.engine.waiting import Full
from reconcile.serve.engine.work import Kind, Task

__all__ = ["Engine", "Full", "Kind", "Task"]
