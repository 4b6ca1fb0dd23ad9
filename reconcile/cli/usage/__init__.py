"""Reading a command line: what a function declares of its parameters is what may be typed.

It imports little of the standard library and nothing else, so that a program begins at once.
"""

from __future__ import annotations

from reconcile.cli.usage.commands import USAGE, Command, Commands, Group, Later, echo
from reconcile.cli.usage.context import Context
from reconcile.cli.usage.declared import Argument, Option
from reconcile.cli.usage.ends import BadParameter, Exit, UsageError
from reconcile.cli.usage.parameters import Parameter
from reconcile.cli.usage.splitting import closest

__all__ = [
    "USAGE",
    "Argument",
    "BadParameter",
    "Command",
    "Commands",
    "Context",
    "Exit",
    "Group",
    "Later",
    "Option",
    "Parameter",
    "UsageError",
    "closest",
    "echo",
]
