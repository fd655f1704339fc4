"""Where slices of training run: here and now, or in a small pool of child processes.

A lesson's ``advance(state, …) -> state`` is a pure function of a state that can be pickled, so it can run anywhere:
`Inline` calls it, `Pool` sends it to a child process, and the pages of everybody else stay quick.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

from core.compute.pool import Pool
from core.errors import InputError

__all__ = ["VARIABLE", "Backend", "Inline", "Pool", "backend"]

VARIABLE = "LLM_POR_DENTRO_COMPUTE"
"""Environment variable that names the backend: ``"pool"`` (the default) or ``"inline"``."""


class Backend(Protocol):
    """What runs slices."""

    def submit(self, function: Callable[..., Any], state: Any, *args: Any, learner: str = "") -> Future[Any]:
        """Run ``function(state, *args)``; its result is asked of the future."""
        ...

    def shutdown(self) -> None:
        """Let go of whatever runs."""
        ...


class Inline:
    """Runs a slice at once, in the calling thread: for notebooks and tests.

    Examples
    --------
    >>> Inline().submit(divmod, 7, 2).result()
    (3, 1)
    """

    def submit(
        self,
        function: Callable[..., Any],
        state: Any,
        *args: Any,
        learner: str = "",  # noqa: ARG002  (nobody waits here)
    ) -> Future[Any]:
        """Run the slice; the future is done, with its result or its error."""
        future: Future[Any] = Future()
        try:
            future.set_result(function(state, *args))
        except Exception as error:  # noqa: BLE001  (whoever asks for the result gets it)
            future.set_exception(error)
        return future

    def shutdown(self) -> None:
        """Nothing runs between calls."""


_lock = threading.Lock()
_backend: Backend | None = None


def backend() -> Backend:
    """Give the backend of this process, as the environment asks: a pool unless it says otherwise.

    Raises
    ------
    InputError
        When `VARIABLE` names no backend.

    Examples
    --------
    >>> backend() is backend()
    True
    """
    global _backend
    with _lock:
        if _backend is None:
            name = os.environ.get(VARIABLE, "pool")
            if name not in ("pool", "inline"):
                raise InputError(f"{VARIABLE} is «{name}»: write pool or inline", "unexpected")
            _backend = Pool() if name == "pool" else Inline()
            atexit.register(_backend.shutdown)
        return _backend
