"""The READMEs say what is there: commands, tree, list of pages and pictures, in both languages."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from core.content import Content
from core.course import COURSE, MORE, offered
from tests.imports_picture import picture

ROOT = Path(__file__).resolve().parent.parent
READMES = {"en": ROOT / "README.md", "es": ROOT / "README.es.md"}
UNTOLD = {".git", ".gitattributes", ".gitignore", ".venv", "build", "shared"}
"""What stands in the root and needs no line in the tree; caches (hidden folders) neither."""

Line = tuple[str, str]


def blocks(text: str, kind: str) -> list[str]:
    """Give the fenced blocks of a kind: ``sh`` or ``text``."""
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def commands(text: str) -> list[str]:
    """List the commands of a README, without their comments."""
    lines = [line for block in blocks(text, "sh") for line in block.splitlines()]
    return [command for line in lines if (command := re.sub(r"(^|\s+)#.*", "", line).strip())]


def tree(text: str) -> list[Line]:
    """Read the annotated tree: paths from the root, and what is said of each.

    A line holds a name, two blanks or more, and a comment; two blanks of indentation go one folder down.
    """
    found: list[Line] = []
    folders: list[str] = []
    for line in blocks(text, "text")[0].splitlines():
        match = re.fullmatch(r"((?:  )*)(\S+) {2,}(\S.*)", line)
        assert match, f"no name and comment in «{line}»"
        folders = folders[: len(match[1]) // 2]
        assert len(folders) == len(match[1]) // 2, f"«{line}» stands below nothing"
        found.append(("".join([*folders, match[2]]), match[3]))
        folders.append(match[2])
    return found


def rows(text: str) -> list[tuple[str, str, str]]:
    """Read the table of pages: number, title, file."""
    return re.findall(r"^\| (\d*) ?\| \[([^\]]+)\]\((\S+?)\) \|", text, re.MULTILINE)


@pytest.fixture(params=READMES, name="language")
def language_fixture(request: pytest.FixtureRequest) -> str:
    """Each language in turn."""
    return str(request.param)


@pytest.fixture
def readme(language: str) -> str:
    """Its README."""
    return READMES[language].read_text(encoding="utf-8")


def test_the_two_commands_come_first(readme):
    assert commands(readme)[:2] == ["make run", "make test"]


def test_every_command_exists(readme):
    for command in commands(readme):
        missing = untrue(command)
        assert missing is None, f"«{command}»: {missing}"


def untrue(command: str) -> str | None:
    """Say what a command names that is not there; None when all is."""
    if command.startswith("make "):
        dry = subprocess.run(
            ["make", "-n", *command.split()[1:]], cwd=ROOT, capture_output=True, text=True, check=False
        )
        options = re.findall(r"\b([A-Z]+)=", command)
        unknown = [name for name in options if not re.search(rf"^{name} +\?=", makefile(), re.MULTILINE)]
        return dry.stderr if dry.returncode else (f"no option {unknown}" if unknown else None)
    for file in re.findall(r"\b[\w-]+\.(?:txt|py)\b", command):
        if not (ROOT / file).is_file():
            return f"no file {file}"
    for module in re.findall(r"-m ((?:core|tests)[.\w]*)", command):
        path = ROOT.joinpath(*module.split("."))
        if not path.with_suffix(".py").is_file() and not (path / "__main__.py").is_file():
            return f"no module {module}"
    return None


def makefile() -> str:
    """Give the Makefile."""
    return (ROOT / "Makefile").read_text(encoding="utf-8")


def test_a_command_that_is_not_there_is_noticed():
    assert untrue("make coffee")
    assert untrue("make run HOST=x")
    assert untrue("pip install -r requirements-none.txt")
    assert untrue("python -m core.no_such_module")
    assert untrue("make run PORT=8600") is None
    assert untrue("streamlit run Home.py") is None


def test_every_target_of_make_is_told(readme):
    targets = set(re.search(r"^\.PHONY: (.*)", makefile(), re.MULTILINE)[1].split()) - {"help", "clean"}  # type: ignore[index]
    assert targets <= {command.split()[1] for command in commands(readme) if command.startswith("make ")}


def test_the_tree_is_there(readme):
    for path, _ in tree(readme):
        there = ROOT / path
        assert there.is_dir() if path.endswith("/") else there.is_file(), (
            f"{path} is in the tree and not on disk"
        )


def test_the_tree_is_whole(readme):
    told = {path.rstrip("/") for path, _ in tree(readme)}
    top = {path.name for path in ROOT.iterdir() if path.is_file() or not path.name.startswith(".")}
    needed = {name for name in top - UNTOLD if not name.startswith("__") and not name.endswith(".egg-info")}
    needed |= {f"pages/{one.file}" for one in offered(COURSE + MORE)}
    for folder in ("core", "tests"):
        rooms = [path for path in (ROOT / folder).iterdir() if not path.name.startswith((".", "__"))]
        needed |= {f"{folder}/{path.name}" for path in rooms if folder == "core" or path.is_dir()}
    assert not needed - told, "the tree names no " + ", ".join(sorted(needed - told))


def test_the_trees_agree():
    english, spanish = (tree(READMES[language].read_text(encoding="utf-8")) for language in ("en", "es"))
    assert [path for path, _ in english] == [path for path, _ in spanish]
    same = [
        path
        for (path, said), (_, dicho) in zip(english, spanish, strict=True)
        if said == dicho and said != "MIT"
    ]
    assert not same, f"not put into Spanish: {same}"


def test_the_pages_are_the_pages(readme, language):
    titles = Content("home", language)
    course = [
        (str(one.number or ""), titles.text(f"lessons.{one.id}.title"), f"pages/{one.file}")
        for one in offered(COURSE + MORE)
    ]
    assert rows(readme) == course


def test_links_and_pictures_lead_somewhere(readme):
    links = re.findall(r"\]\(([^)#\s]+)\)", readme)
    assert any(link.endswith(".png") for link in links)
    for link in links:
        assert link.startswith("http") or (ROOT / link).exists(), f"{link} leads nowhere"


def test_pictures_have_a_description(readme):
    assert not re.search(r"!\[\s*\]", readme)


def test_every_page_has_its_picture(readme, language):
    for one in offered(COURSE + MORE):
        name = f"assets/screenshots/{one.id.replace('_', '-')}-{language}.png"
        assert f"({name})](pages/{one.file})" in readme


def test_the_picture_of_the_imports_is_what_the_files_import(readme, language):
    assert blocks(readme, "mermaid") == [f"{picture(language)}\n"]


def test_the_license_is_named(readme):
    assert "[MIT](LICENSE)" in readme
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
