"""The documents tell the truth: their code runs, their examples are valid, their links lead somewhere."""

import doctest
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api import problems
from api.app import create_app
from api.problems import Kind
from scheduler.settings import Settings
from solver.checks import checked_instance
from solver.format import parse_document, plan_from_document
from solver.schema import InstanceDocument, PatternsDocument, PlanDocument, RosterDocument
from solver.verify import verify_documents
from tests.documents import DOCUMENTS, ROOT, blocks, commands, links
from tests.processes import clean_environment, free_port, page_and_token, running

RUN = {"sh", "python", "console"}
READ = {"json", "text", "mermaid", "ini"}
PLACES = ("ADDRESS=http://127.0.0.1:8000", "TOKEN=onestop_...")
PRELUDE = f"""set -euo pipefail
make() {{ command make --dry-run --directory {ROOT} "$@"; }}  # its targets exist; they run where people run them
"""
MARK = "----- next command -----"
STAFFING: dict[str, type[PatternsDocument] | type[RosterDocument]] = {
    "onestop-patterns/1": PatternsDocument,
    "onestop-roster/1": RosterDocument,
}
KINDS = {kind.type: kind for kind in vars(problems).values() if isinstance(kind, Kind)}
by_name = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.stem)


@contextmanager
def _at_the_demo(script: str, folder: Path) -> Iterator[str]:
    """The script with address and token of a running demo, where it has a place for them."""
    if PLACES[0] not in script:
        yield script
        return
    folder.mkdir()
    with running(folder, "run", "--demo", "--port", str(free_port())) as process:
        page, token = page_and_token(process)
        for place, value in zip(PLACES, (page.partition("/?")[0], token), strict=True):
            assert place in script
            script = script.replace(place, f"{place.partition('=')[0]}={value}")
        yield script


def _checkout(folder: Path) -> Path:
    """A folder in which the documents' commands find what they find in a checkout."""
    folder.mkdir()
    shutil.copytree(ROOT / "docs", folder / "docs")
    (folder / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    return folder


@by_name
def test_every_block_of_code_is_of_a_known_kind(document: Path) -> None:
    """A block is run, or read, or says that it is text: none escapes by its name."""
    assert {block.language for block in blocks(document)} <= RUN | READ


@by_name
def test_the_code_runs(document: Path, tmp_path: Path) -> None:
    """Every command of a document succeeds, in order and in one shell, and prints what stands there."""
    found = commands(document)
    script = PRELUDE + "".join(f"echo; echo '{MARK}'\n{command.shell}" for command in found)
    with _at_the_demo(script, tmp_path / "demo") as ready:
        result = subprocess.run(  # noqa: S603 # our own documents
            ["bash", "-c", ready],  # noqa: S607 # the bash people have
            cwd=_checkout(tmp_path / "checkout"),
            env={**clean_environment(), "COLUMNS": "120"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=200,
            check=False,
        )
    outputs = result.stdout.split(f"\n{MARK}\n")[1:]
    assert result.returncode == 0, f"{document.name}, line {found[len(outputs) - 1].line}: {outputs[-1]}"
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    for command, output in zip(found, outputs, strict=True):
        if command.printed is not None and not command.shell.startswith("make "):
            assert doctest.OutputChecker().check_output(command.printed, output, flags), f"{command}: {output}"


@by_name
def test_the_json_is_what_it_says(document: Path) -> None:
    """Each keeps to its format, a plan fits its instance at its cost, and a problem has the title of its type."""
    instance = None
    for block in blocks(document):
        if block.language != "json":
            continue
        found = json.loads(block.text)
        if found.get("format") == "onestop-instance/1":
            instance = parse_document(found, InstanceDocument)
            checked_instance(instance)
        elif found.get("format") == "onestop-plan/1":
            assert instance is not None
            plan = parse_document(found, PlanDocument)
            assert plan_from_document(plan, checked_instance(instance)).late == ()
            assert verify_documents(instance, plan).violations == ()
        elif found.get("format") in STAFFING:
            parse_document(found, STAFFING[found["format"]])
        else:
            kind = KINDS[found["type"]]
            assert (found["title"], found["status"]) == (kind.title, kind.status)


@by_name
def test_the_links_lead_somewhere(document: Path) -> None:
    """Each link within the project is to a file that is there, and to a heading that it has."""
    for link in links(document):
        if "://" in link:
            continue
        path, _, heading = link.partition("#")
        target = document.parent / path if path else document
        assert target.is_file(), link
        headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
        assert not heading or heading in [each.lower().replace(" ", "-") for each in headings], link


def _as_told(default: object) -> str:
    return str(default).lower() if isinstance(default, bool) else str(default)


def test_every_setting_is_told_with_its_default() -> None:
    """The table of settings holds those that there are, each with its default."""
    told = re.findall(r"^\| `(ONESTOP_\w+)` \| (?:`([^`]*)`|none) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    fields = Settings.model_fields.items()
    defaults = {
        f"ONESTOP_{name.upper()}": "" if field.default is None else _as_told(field.default) for name, field in fields
    }
    assert dict(told) == defaults


def test_every_endpoint_is_told(tmp_path: Path) -> None:
    """The table of calls holds those of the OpenAPI document."""
    told = re.findall(r"^\| `([A-Z]+) (/v1/\S+)` \|", (ROOT / "docs" / "api.md").read_text(), re.MULTILINE)
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'onestop.db'}"))
    paths = app.openapi()["paths"].items()
    app.state.service.close()
    assert sorted(told) == sorted((method.upper(), path) for path, item in paths for method in item)
