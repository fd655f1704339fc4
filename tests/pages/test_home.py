"""Home: it offers what exists, speaks the visitor's language, remembers, and waits for no model."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.course import COURSE, ROOT, offered
from core.store import store
from core.ui import machine

HOME = str(ROOT / "Home.py")


@pytest.fixture(autouse=True)
def known_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer for the child process, which has a test of its own."""
    answered: Future[machine.Machine | None] = Future()
    answered.set_result(
        machine.Machine("cpu", "no_accelerator", 16 * 10**9, 9 * 10**9, online=False, ready=("Gatito",))
    )
    monkeypatch.setattr(machine.ask, "answer", answered)


def opened(**query: str) -> AppTest:
    at = AppTest.from_file(HOME, default_timeout=60)
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def texts(at: AppTest) -> str:
    return "\n".join(one.value for one in [*at.markdown, *at.caption, *at.subheader]).replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_the_map_offers_the_lessons_that_exist() -> None:
    numbers = {one.value for one in opened(lang="es").markdown}
    for one in COURSE:
        assert (str(one.number) in numbers) == (one in offered(COURSE)), one.id


@pytest.mark.parametrize("query,word", [("es", "Tu progreso"), ("en", "Your progress")])
def test_the_address_chooses_the_language(query: str, word: str) -> None:
    assert word in texts(opened(lang=query))


def test_an_unknown_language_is_dropped_from_the_address() -> None:
    assert "lang" not in opened(lang="klingon").query_params


def test_the_switch_changes_language_and_address() -> None:
    at = opened(lang="es")
    at.button_group(key="language-switch").set_value("en").run()
    assert not at.exception
    assert at.query_params["lang"] == "en"
    assert "Your progress" in texts(at)


def test_progress_comes_back_with_the_learners_link_and_can_be_forgotten() -> None:
    ana = "a" * 32
    visited = offered(COURSE)[0].id
    store().save(ana, visited, "visited", value=True)
    at = opened(lang="es", learner=ana)
    assert f"Has visitado 1 de {len(offered(COURSE))} lecciones" in texts(at)
    assert "learner" not in at.query_params  # a copied address must not hand the progress over
    at.button(key="forget").click().run()
    assert "Aún no has entrado" in texts(at)
    assert store().all(ana) == {}


def test_a_forged_learner_is_somebody_new() -> None:
    assert "Aún no has entrado" in texts(opened(lang="es", learner="../../etc/passwd"))


def test_the_machine_is_said_in_one_line() -> None:
    said = texts(opened(lang="es"))
    assert (
        "CPU: no hay GPU en esta máquina y no hace falta · 9,0 GB libres de 16,0 GB · sin red · modelos listos: Gatito"
        in said
    )


def test_a_disk_that_refuses_is_told_and_the_course_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("LLM_POR_DENTRO_STORE", str(tmp_path / "file" / "progress.sqlite3"))
    at = opened(lang="es", learner="b" * 32)
    assert "Tu progreso no se puede guardar" in texts(at)


def test_an_accelerator_that_does_not_add_is_not_called_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    answered: Future[machine.Machine | None] = Future()
    answered.set_result(
        machine.Machine("cpu", "broken_accelerator", 16 * 10**9, 9 * 10**9, online=False, ready=())
    )
    monkeypatch.setattr(machine.ask, "answer", answered)
    assert "no ha sabido sumar" in texts(opened(lang="es"))


def test_home_draws_without_torch_or_altair() -> None:
    code = (
        "import sys; from streamlit.testing.v1 import AppTest; from core.ui import machine\n"
        "from concurrent.futures import Future\n"
        "machine.ask.answer = Future()\n"
        f"assert not AppTest.from_file({HOME!r}, default_timeout=60).run().exception\n"
        "print(sorted({'torch', 'transformers', 'altair', 'sklearn', 'sqlalchemy'} & set(sys.modules)))"
    )
    child = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert child.stdout.splitlines()[-1] == "[]", child.stdout + child.stderr


def test_the_child_process_finds_the_machine() -> None:
    found = machine.look()
    assert found is not None
    assert found.total_bytes >= found.free_bytes > 0
    assert "MiniLM" in found.ready
