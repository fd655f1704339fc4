"""A child process that runs slices: both ends of its pipes.

It is started as a plain program. With `multiprocessing` it would run the page of a lesson once more: Streamlit puts the
page where Python keeps the main module, and that is what a spawned child imports. What travels are plain bytes; torch's
own way to send tensors between processes holds an open file for each of them.
"""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import traceback
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any, cast

from core.errors import CourseError
from core.memory import give_back

_ROOT = Path(__file__).resolve().parents[2]
_LENGTH = 8
IDLE_SECONDS = 20.0
"""How long a child rests before it gives back the memory that its last slices took."""
_NICENESS = 5
_LOOKS_EVERY, _STILL, _AT_MOST = 1.0, 0.005, 10
"""Seconds between looks at a child that is at work; the part of its patience below which what it does is nothing; and
how many times its patience a slice may take on the clock."""
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
"""Children share the processors already; threads of theirs would only wait for each other."""


class Child:
    """The server's end: a child process and its pipes. It dies with the server, whose end of the pipe closes then."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from core.compute.child import serve; serve()"],
            cwd=_ROOT,
            env=os.environ | _ONE_THREAD,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._requests = cast("IO[bytes]", self._process.stdin)
        self._answers = cast("IO[bytes]", self._process.stdout)

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def run(self, frame: bytes, future: Future[Any], patience: float) -> None:
        """Send a slice, wait for its answer and hand it over; end the child when it takes too long.

        Parameters
        ----------
        frame
            What `packed` made of ``(function, state, args)``.
        future
            Gets the result or the error.
        patience
            Seconds of work after which a slice is given up, and seconds in which it does nothing at all. A machine
            that is busy with other things makes it slow, and slow is not lost.
        """
        done = threading.Event()
        threading.Thread(target=self._watch, args=(done, patience), name="patience", daemon=True).start()
        try:
            _send(self._requests, frame)
            worked, value = pickle.loads(_receive(self._answers))  # noqa: S301  (our own child wrote it)
        except (OSError, EOFError):
            self.kill()
            self._process.wait()
            message = "the process that was computing ended before it answered; try again, or ask for less"
            future.set_exception(CourseError(message, "worker_lost"))
        except Exception as error:  # noqa: BLE001  (an answer that cannot be read: whoever waits gets the reason)
            future.set_exception(error)
        else:
            (future.set_result if worked else future.set_exception)(value)
        finally:
            done.set()

    def _watch(self, done: threading.Event, patience: float) -> None:
        """End the child when it has worked too long on a slice, or has long stood still."""
        began = at = time.monotonic()
        pause = min(_LOOKS_EVERY, patience / 4)
        if done.wait(pause):  # as nearly every slice: nobody looks at its child
            return
        first = last = _worked(self._process.pid)
        while not done.wait(pause):
            now, used = time.monotonic(), _worked(self._process.pid)
            if used - last >= patience * _STILL:
                last, at = used, now
            if used - first > patience or now - at > patience or now - began > _AT_MOST * patience:
                self.kill()
                return

    def kill(self) -> None:
        """End the process; from any thread."""
        self._process.kill()

    def close(self) -> None:
        """End the process and let go of its pipes; from the thread that runs the slices."""
        self._process.kill()
        self._process.wait()
        self._answers.close()
        with suppress(OSError):  # the rest of a frame that the child did not live to read
            self._requests.close()


def _worked(pid: int) -> float:
    """Seconds of processor time that a process has used; 0 for one that is gone."""
    import psutil

    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


_PLAIN = {f"torch.{name}" for name in ("float64", "float32", "int64", "int32", "uint8", "bool")}
"""Number types that NumPy has too."""


class _Pickler(pickle.Pickler):
    """Writes plain tensors through NumPy: three times as fast as torch's own pickling, byte for byte the same."""

    def reducer_override(self, value: Any) -> Any:
        torch = sys.modules.get("torch")  # no state holds a tensor before somebody imported it
        if type(value) is not getattr(torch, "Tensor", None) or value.requires_grad:
            return NotImplemented
        whole = value.is_contiguous() and value.untyped_storage().nbytes() == value.numel() * value.itemsize
        if value.device.type != "cpu" or not whole or not value.numel() or str(value.dtype) not in _PLAIN:
            return NotImplemented
        return torch.from_numpy, (value.numpy(),)  # type: ignore[union-attr]


def packed(value: Any) -> bytes:
    """Pickle a value; tensors become plain bytes.

    Examples
    --------
    >>> import torch
    >>> torch.equal(pickle.loads(packed(torch.eye(3))), torch.eye(3))
    True
    """
    frame = io.BytesIO()
    _Pickler(frame, pickle.HIGHEST_PROTOCOL).dump(value)
    return frame.getvalue()


def serve() -> None:
    """Be the child: answer slices one after the other until the server's end of the pipe closes."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a slice prints goes to the server's log and not into the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server
    if hasattr(os, "nice"):
        os.nice(_NICENESS)  # pages come first
    inbox: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(requests, inbox), daemon=True).start()
    idle: float | None = None  # no memory to give back yet
    while True:
        try:
            frame = inbox.get(timeout=idle)
        except Empty:
            give_back()
            idle = None
        else:
            _send(answers, _answer(frame))
            del frame
            idle = IDLE_SECONDS


def _listen(requests: IO[bytes], inbox: SimpleQueue[bytes]) -> None:
    """Read ahead, so that the end of the server is noticed in the middle of a slice too."""
    while True:
        try:
            inbox.put(_receive(requests))
        except (OSError, EOFError):
            os._exit(0)


def _answer(frame: bytes) -> bytes:
    try:
        function, state, args = pickle.loads(frame)  # noqa: S301  (the server wrote it)
        return packed((True, function(state, *args)))
    except Exception as error:  # noqa: BLE001  (it travels to whoever asks for the result)
        return _error(error)


def _error(error: Exception) -> bytes:
    """Pack an error with where it happened; one that cannot travel is told in words."""
    told = "".join(traceback.format_exception(error))
    error.add_note(f"In a child process:\n{told}")
    try:
        frame = packed((False, error))
        pickle.loads(frame)  # noqa: S301  (written in the line above)
    except Exception:  # noqa: BLE001  (whatever its class did wrong)
        return packed((False, RuntimeError(told)))
    return frame


def _send(pipe: IO[bytes], frame: bytes) -> None:
    pipe.write(len(frame).to_bytes(_LENGTH, "little"))
    pipe.write(frame)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    length = int.from_bytes(_exactly(pipe, _LENGTH), "little")
    return _exactly(pipe, length)


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    data = pipe.read(count)
    if len(data) < count:
        raise EOFError
    return data
