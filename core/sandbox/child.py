"""One run, inside the walls: the learner's code, what it prints, what it made, and how it failed.

Everything here runs beside the learner's code and can be changed by it: what leaves this process is a claim.
"""

from __future__ import annotations

import ast
import builtins
import io
import linecache
import os
import sys
import threading
import traceback
import warnings
from typing import Any

from core.sandbox import inspection, vocabulary, watching
from core.sandbox.frames import pack

FILE = "<lab>"
"""The name of the learner's code in tracebacks."""

FINISHED, FAILED, LEFT = 0, 10, 11
"""How a run says that it ended: to the end, by an exception, by ``sys.exit``."""

_MOST_PRINTED = 8_192


class Channel:
    """Where frames go; what is sent after the server stopped listening ends the process.

    Parameters
    ----------
    descriptor
        The writing end.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def send(self, header: dict[str, Any], raw: bytes = b"") -> None:
        """Send one frame, whole."""
        frame = memoryview(pack(header, raw))
        with self._lock:
            while frame:
                frame = frame[os.write(self._descriptor, frame) :]


class Printed(io.TextIOBase):
    """Standard output: each line leaves as soon as it is written."""

    encoding = "utf-8"

    def __init__(self, channel: Channel, *, err: bool) -> None:
        self._channel = channel
        self._err = err
        self._held = ""

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, text: str) -> int:
        """Take text, and send whole lines."""
        self._held += str(text)
        if "\n" in self._held or len(self._held) > _MOST_PRINTED:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what is held."""
        held, self._held = self._held, ""
        for start in range(0, len(held), _MOST_PRINTED):
            self._channel.send({"t": "out", "text": held[start : start + _MOST_PRINTED], "err": self._err})


def run(request: dict[str, Any], descriptor: int) -> int:
    """Run the code of a request.

    Parameters
    ----------
    request
        ``code``, ``seed``, ``exercise`` and what else the server asked for.
    descriptor
        Where frames go.

    Returns
    -------
    int
        The exit status: `FINISHED`, `FAILED` or `LEFT`.
    """
    channel = Channel(descriptor)
    sys.stdout, sys.stderr = Printed(channel, err=False), Printed(channel, err=True)
    _seed(request["seed"])
    names = vocabulary.names(channel.send)
    watch = watching.Watch(channel.send, FILE)
    code = request["code"]
    linecache.cache[FILE] = (len(code), None, code.splitlines(keepends=True), FILE)
    warnings.showwarning = watch.warned  # type: ignore[assignment]
    builtins.input = watching.no_input
    try:
        result = _execute(code, names)
        _wait_for_threads()
        status = FINISHED
    except SystemExit as left:
        result, status = inspection.NOTHING, FINISHED if left.code in (None, 0) else LEFT
    except BaseException as error:  # noqa: BLE001 (whatever the learner's code raises is theirs to read)
        sys.stdout.flush()
        channel.send(_described(error, code))
        result, status = inspection.NOTHING, FAILED
    sys.stdout.flush()
    sys.stderr.flush()
    watch.close()
    inspection.report(channel.send, names, result, request.get("look", True))
    if request.get("exercise") and status == FINISHED:
        from core.sandbox import exercises

        def show(name: str, value: Any) -> None:
            claim, raw = inspection.described(value)
            channel.send({"t": "value", "name": name, "view": claim}, raw)

        channel.send(exercises.check(request["exercise"], names, show))
    sys.stdout.flush()
    return status


def _execute(code: str, names: dict[str, Any]) -> Any:
    """Run the code as a notebook does: the value of a last expression is the result."""
    tree = ast.parse(code, FILE)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        exec(compile(tree, FILE, "exec", dont_inherit=True), names)  # noqa: S102 (what the walls are for)
        return inspection.NOTHING
    tree.body.pop()
    exec(compile(tree, FILE, "exec", dont_inherit=True), names)  # noqa: S102
    value = eval(compile(ast.Expression(last.value), FILE, "eval", dont_inherit=True), names)  # noqa: S307
    return inspection.NOTHING if value is None else value


def _wait_for_threads() -> None:
    """Wait as Python does at its end."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()


def _seed(seed: int) -> None:
    """Start every source of chance from one number: a fork would give every run the same numbers anyway."""
    import random

    import numpy as np
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(seed)  # noqa: TID251 (this process is the learner's, and ends with the run)
    np.random.seed(seed % 2**32)  # noqa: TID251, NPY002
    random.seed(seed)  # noqa: TID251


def _described(error: BaseException, code: str) -> dict[str, Any]:
    """Describe an exception: type, message, the learner's lines without ours, and what stood in the last one."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    summary = traceback.extract_tb(error.__traceback__)
    mine = [(frame, told) for frame, told in zip(frames, summary, strict=True) if told.filename == FILE]
    places = [_place(told) for _, told in mine]
    if isinstance(error, SyntaxError) and error.filename == FILE:
        places = [_syntax_place(error, code)]
    operands = inspection.operands(mine[-1][0], mine[-1][1]) if mine else []
    try:
        message = str(error)
    except Exception:  # noqa: BLE001 (a learner's exception may break here too)
        message = ""
    places = places[:2] + places[-8:] if len(places) > 10 else places
    return {
        "t": "error", "type": type(error).__name__[:80], "message": message[:2000],
        "places": places, "operands": operands,
    }  # fmt: skip


def _place(told: traceback.FrameSummary) -> dict[str, Any]:
    line = (told.line or "")[:400]
    function = "" if told.name == "<module>" else told.name[:80]
    one_line = told.end_lineno == told.lineno
    original = linecache.getline(FILE, told.lineno or 0)
    indent = len(original) - len(original.lstrip())
    start = max(0, (told.colno or 0) - indent)
    end = max(0, (told.end_colno or 0) - indent) if one_line else len(line)
    return {"line": told.lineno or 0, "text": line, "function": function, "start": start, "end": end}


def _syntax_place(error: SyntaxError, code: str) -> dict[str, Any]:
    lines = code.splitlines()
    line = error.lineno or 0
    shown = lines[line - 1][:400] if 0 < line <= len(lines) else ""
    start = max(0, (error.offset or 1) - 1)
    end = max(start + 1, (error.end_offset or 0) - 1)
    return {"line": line, "text": shown, "function": "", "start": start, "end": end}
