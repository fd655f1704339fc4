"""Figures about speed, each beside its peer or its limit from the same run: ``make bench``.

A file ``bench_<subject>.py`` holds functions ``bench_<figure>()`` that yield `tests.bench.table.Figure`.
Nothing here is a test: a slow machine is slow for both sides, so what counts is the ratio.
"""
