"""The documents of the project and the code in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code: its language, its text, and the line it starts on."""

    language: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Command:
    """Something to run in a shell, and what it is to print; None where anything will do."""

    shell: str
    printed: str | None
    line: int


def blocks(document: Path) -> list[Block]:
    """The blocks of code of a document."""
    text = document.read_text(encoding="utf-8")
    return [Block(found[1], found[2], text.count("\n", 0, found.start()) + 1) for found in _FENCE.finditer(text)]


def links(document: Path) -> list[str]:
    """Where the links of a document lead."""
    return _LINK.findall(document.read_text(encoding="utf-8"))


def commands(document: Path) -> list[Command]:
    """Everything that a document lets people run, in order."""
    return [command for block in blocks(document) for command in _commands(block)]


def _commands(block: Block) -> Iterator[Command]:
    if block.language == "sh":
        yield Command(block.text, None, block.line)
    elif block.language == "python":
        yield Command(f".venv/bin/python - <<'END_OF_PYTHON'\n{block.text}END_OF_PYTHON\n", None, block.line)
    elif block.language == "console":
        for session in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            shell, _, printed = session.partition("\n")
            yield Command(f"{shell}\n", printed, block.line)
