"""The table tells good from bad, and every benchmark is found."""

from math import nan

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.bench import run
from tests.bench.session import Session
from tests.bench.table import Figure, times


def test_the_benchmarks_are_found():
    assert "bench_home.bench_first_paint" in run.collect()


def test_a_name_that_no_benchmark_has_is_told(capsys):
    assert run.main(["no such figure"]) == 2
    assert "bench_home.bench_first_paint" in capsys.readouterr().err


def test_the_exit_code_says_whether_all_is_well(monkeypatch, capsys):
    good, bad = Figure("redraw", 90.0, "ms", "limit", 150.0), Figure("load", 2.0, "s", "limit", 1.0)
    monkeypatch.setattr(run, "collect", lambda: {"a": lambda: iter([good]), "b": lambda: iter([good, bad])})
    assert run.main(["a"]) == 0
    assert run.main([]) == 1
    assert capsys.readouterr().out.count("| redraw") == 3


def test_more_or_less_can_be_better():
    assert Figure("speed", 120.0, "tokens/s", "limit", 100.0, more_is_better=True).ok
    assert not Figure("wait", 120.0, "ms", "limit", 100.0).ok
    assert Figure("wait", 120.0, "ms", "peer", 100.0, allowed=1.5).ok


def test_a_measurement_that_is_no_number_is_not_well():
    assert not Figure("speed", nan, "tokens/s", "limit", 100.0).ok
    assert not Figure("speed", nan, "tokens/s", "limit", 100.0, more_is_better=True).ok


def test_warm_up_does_not_count():
    calls = []
    assert len(times(lambda: calls.append(1), repeats=3, warm_up=2)) == 3
    assert len(calls) == 5


def test_a_part_that_is_gone_is_not_asked_for_again(monkeypatch):
    session, asked = Session("http://127.0.0.1:1"), []
    ticks, drawn = ForwardMsg(), ForwardMsg()
    ticks.auto_rerun.interval, ticks.auto_rerun.fragment_id = 0.001, "part"
    drawn.new_session.name = "page"
    drawn.metadata.run.fragment_ids.append("part")

    def ask(part, **_):
        asked.append(part)
        session._heard(drawn)

    monkeypatch.setattr(session, "_ask", ask)
    session._heard(ticks)
    session.stay(0.05)
    assert len(asked) > 1
    for around in ([], ["what it was in"]):
        session._heard(ticks)
        asked.clear()
        drawn.metadata.run.ClearField("fragment_ids")
        drawn.metadata.run.fragment_ids.extend(around)
        session.stay(5)
        assert asked == ["part"]
        assert not session.ticking
