"""Progress on disk: what is saved comes back, two learners never mix, and a bad disk is one clear error."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import store as stores
from core.errors import StoreError
from core.store import PATH_VARIABLE, Store, default_path, is_learner, new_learner

ANA, BEA = "a" * 32, "b" * 32
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "deep" / "progress.sqlite3")
    yield made
    made.close()


def test_a_note_is_overwritten_and_read_by_another_process_of_the_file(store: Store) -> None:
    store.save(ANA, "quiz", "q1", {"right": False})
    store.save(ANA, "quiz", "q1", {"right": True})
    store.save(ANA, "course", "language", "en")
    again = Store(store.path)
    assert again.all(ANA) == {"quiz": {"q1": {"right": True}}, "course": {"language": "en"}}
    assert again.load(ANA, "quiz", "q2", default="none yet") == "none yet"
    again.close()


def test_learners_do_not_mix_and_can_be_forgotten(store: Store) -> None:
    store.save(ANA, "mlp", "visited", value=True)
    store.save(BEA, "mlp", "visited", value=False)
    store.forget(ANA)
    assert store.all(ANA) == {}
    assert store.notes(BEA, "mlp") == {"visited": False}


def test_any_json_value_comes_back_as_it_was(tmp_path: Path) -> None:
    kept = Store(tmp_path / "progress.sqlite3")

    @given(JSON)
    def comes_back(value: Any) -> None:
        kept.save(ANA, "any", "value", value)
        assert kept.load(ANA, "any", "value") == value

    comes_back()
    kept.close()


def test_many_threads_can_write_at_once(store: Store) -> None:
    def write(number: int) -> None:
        store.save(ANA, "race", str(number), number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.notes(ANA, "race") == {str(number): number for number in range(16)}


def test_a_damaged_file_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "progress.sqlite3"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError, match=r"progress\.sqlite3 cannot be used") as caught:
        Store(path).all(ANA)
    assert caught.value.key == "store"


def test_a_damaged_note_is_the_same_error(store: Store) -> None:
    store.save(ANA, "quiz", "q1", 1)
    with sqlite3.connect(store.path) as raw:
        raw.execute("UPDATE note SET value = '{'")
    raw.close()
    with pytest.raises(StoreError):
        store.all(ANA)


def test_a_folder_that_cannot_be_made_is_the_same_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError):
        Store(tmp_path / "file" / "progress.sqlite3").save(ANA, "quiz", "q1", 1)


def test_the_environment_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PATH_VARIABLE, str(tmp_path / "here.sqlite3"))
    assert default_path() == tmp_path / "here.sqlite3"
    assert stores.store().path == tmp_path / "here.sqlite3"
    monkeypatch.delenv(PATH_VARIABLE)
    assert default_path().name == "progress.sqlite3"


def test_ids_are_random_and_recognised() -> None:
    assert len({new_learner() for _ in range(100)}) == 100
    assert is_learner(new_learner())
    assert not any(map(is_learner, ["", "A" * 32, "a" * 31, "a" * 32 + "\n", 7, "../" * 10]))
