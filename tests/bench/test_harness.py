"""The table tells good from bad, and every benchmark is found."""

from math import nan

from tests.bench import run
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
