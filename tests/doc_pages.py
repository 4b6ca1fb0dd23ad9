"""The pages of the documentation: their code blocks, and running them as a reader would.

- A `bash` block is a list of commands; each must succeed.
- A `console` block is a session: commands after `$ `, each followed by what it prints on both
  streams. Nothing shown, nothing compared.
- A `python` block is run in the names that the blocks above it on the page have left. A `text`
  block directly after it is what it prints.
- `...` in what is shown stands for any characters of a line, alone on a line for any lines.
- `<!-- not run: reason -->` before a block says why it cannot run in a test.
- `<!-- by hand: command -->` does what the page asks the reader to do by hand.

Other languages are shown and not run.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import re
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from support import ROOT, cli

RUN = {"bash", "console", "python"}
SHOWN = {"csv", "diff", "json", "r", "text", "toml", "tsv", "yaml"}

_FENCE = re.compile(r"^( *)(`{3,})(.*)$")
_COMMENT = re.compile(r"^ *<!-- (not run|by hand):(.*)-->$")
_SHELL = re.compile(r"[|<>&;$`~*]")


def _hooks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("site_hooks", ROOT / "docs" / "hooks.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


hooks = _hooks()


def pages() -> list[str]:
    """The Markdown files of the site and the README, relative to the root."""
    written = [path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")]
    borrowed = [source for source in hooks.BORROWED.values() if source.endswith(".md")]
    return sorted({"README.md", *written, *borrowed})


@dataclass(frozen=True)
class Block:
    """A fenced block, or a comment that stands for something done by hand."""

    page: str
    line: int
    language: str
    text: str
    reason: str | None = None
    after: bool = False
    """Whether it comes directly after another block."""

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(page: str, text: str | None = None) -> Iterator[Block]:
    """The blocks of a page in order."""
    text = (ROOT / page).read_text(encoding="utf-8") if text is None else text
    lines = enumerate(text.split("\n"), start=1)
    reason, after = None, False
    for number, line in lines:
        if comment := _COMMENT.match(line):
            said = comment[2].strip()
            if comment[1] == "not run":
                reason = said
            else:
                yield Block(page, number, "by hand", said)
        elif fence := _FENCE.match(line):
            inside = []
            for _, inner in lines:
                if inner.strip() == fence[2]:
                    break
                inside.append(inner)
            code = textwrap.dedent("\n".join(inside) + "\n")
            yield Block(page, number, fence[3].strip(), code, reason, after)
            reason, after = None, True
            continue
        elif line.strip():
            reason = None
        else:
            continue
        after = False


def session(block: Block) -> Iterator[tuple[str, str]]:
    """The commands of a `bash` or `console` block, each with what is shown of its output."""
    if block.language != "console":
        for command in block.text.replace("\\\n", " ").splitlines():
            if command.strip() and not command.lstrip().startswith("#"):
                yield command, ""
        return
    head, *parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert not head, f"{block.place}: a session begins with a command"
    for part in parts:
        command, _, output = part.replace("\\\n", " ").partition("\n")
        yield command, output


def matches(shown: str, printed: str) -> bool:
    """Whether an output is what a page shows, `...` being left out.

    >>> matches("a\\n...\\nd ... f", "a\\nb\\nc\\nd e f\\n"), matches("a\\n...\\nd", "a\\nb\\n")
    (True, False)
    """
    lines = [line.rstrip() for line in shown.rstrip().split("\n")]
    pattern = "".join(
        "(?:.*\n)*?"
        if line.strip() == "..."
        else ".*".join(map(re.escape, line.split("..."))) + "\n"
        for line in lines
    )
    kept = "".join(line.rstrip() + "\n" for line in printed.rstrip().split("\n"))
    return re.fullmatch(pattern, kept) is not None


class Reader:
    """Somebody who works through a page, in a folder."""

    def __init__(self, folder: Path, tools: Path) -> None:
        self.folder = folder
        self._names: dict[str, object] = {"__name__": "__main__"}
        self._tools = tools

    def follow(self, steps: list[Block]) -> None:
        """Do all that a page says.

        Raises:
            AssertionError: naming the place, if something fails or prints something else.
        """
        for i, block in enumerate(steps):
            if block.reason is not None or block.language not in {*RUN, "by hand"}:
                continue
            if block.language == "python":
                following = steps[i + 1] if i + 1 < len(steps) else None
                printed = self._python(block)
                if following and following.after and following.language == "text":
                    _compare(following, following.text, printed)
                continue
            for command, shown in session(block):
                status, printed = self.command(command)
                assert status == 0, f"{block.place}: {command}\nstatus {status}\n{printed}"
                if shown.strip():
                    _compare(block, shown, printed, command)

    def command(self, command: str) -> tuple[int, str]:
        """Exit status and output; commands of this package run in this process where they can."""
        words = [] if _SHELL.search(command) else shlex.split(command, comments=True)
        if words[:1] == ["reconcile"]:
            return self._reconcile(words[1:])
        done = subprocess.run(
            ["bash", "-c", command],
            check=False,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={
                **os.environ,
                "PATH": f"{self._tools}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
            },
        )
        return done.returncode, done.stdout

    def _reconcile(self, words: list[str]) -> tuple[int, str]:
        result = cli(*words, prog_name="reconcile")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    def _python(self, block: Block) -> str:
        printed = io.StringIO()
        code = compile("\n" * block.line + block.text, str(ROOT / block.page), "exec")
        with contextlib.redirect_stdout(printed):
            exec(code, self._names)
        return printed.getvalue()


def _compare(block: Block, shown: str, printed: str, command: str = "") -> None:
    assert matches(shown, printed), f"{block.place}: {command}\nprints\n{printed}\nand not\n{shown}"


def make_tools(folder: Path) -> Path:
    """A folder for PATH: this package's command, this Python, and `accept FILE...`."""
    folder.mkdir()
    scripts = {
        "reconcile": 'exec "$PYTHON" -c "from reconcile.cli import main; main()" "$@"',
        "python": 'exec "$PYTHON" "$@"',
        "accept": f'exec "$PYTHON" "{Path(__file__).with_name("doc_accept.py")}" "$@"',
    }
    for name, line in scripts.items():
        script = folder / name
        script.write_text(f"#!/bin/sh\nPYTHON='{sys.executable}'\n{line}\n", encoding="utf-8")
        script.chmod(0o755)
    return folder
