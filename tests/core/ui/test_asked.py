"""A question that a server answers once: everybody gets the same future, its error too, and it can be asked anew."""

import threading

import pytest

from core.ui.asked import Asked


def test_all_who_ask_get_one_answer_and_forgetting_asks_anew():
    gate = threading.Event()
    found: list[int] = []

    def look():
        gate.wait(30)
        found.append(len(found))
        return found[-1]

    ask = Asked(look)
    first = ask()
    assert not first.done()
    ask.forget()  # at work: left to finish
    assert ask() is first
    gate.set()
    assert first.result(30) == 0
    ask.forget()
    assert ask().result(30) == 1
    assert found == [0, 1]


def test_an_error_reaches_whoever_asked():
    def broken():
        raise LookupError("nothing there")

    with pytest.raises(LookupError, match="nothing there"):
        Asked(broken)().result(30)
