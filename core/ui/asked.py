"""What one server finds out once, in a thread, for all who ask."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Found = TypeVar("Found")


class Asked(Generic[Found]):
    """A question that is answered once: whoever asks gets the same future, and nobody waits.

    Parameters
    ----------
    find
        Finds the answer, in a thread of its own; its error is the error of the future.

    Attributes
    ----------
    answer
        The future that everybody gets, None while nobody has asked.

    Examples
    --------
    >>> ask = Asked(lambda: 6 * 7)
    >>> ask().result(), ask() is ask()
    (42, True)
    """

    def __init__(self, find: Callable[[], Found]) -> None:
        self.answer: Future[Found] | None = None
        self._find = find
        self._lock = threading.Lock()

    def __call__(self) -> Future[Found]:
        """Give the answer, beginning to look for it if nobody did; done at once from the second time on."""
        with self._lock:
            if self.answer is None:
                self.answer = Future()
                threading.Thread(target=self._fill, args=(self.answer,), daemon=True).start()
            return self.answer

    def forget(self) -> None:
        """Drop the answer, so that the next one who asks has it looked for again; a search at work is left to finish."""
        with self._lock:
            if self.answer is not None and self.answer.done():
                self.answer = None

    def _fill(self, answer: Future[Found]) -> None:
        try:
            answer.set_result(self._find())
        except Exception as error:  # noqa: BLE001  (the future tells it to whoever asks)
            answer.set_exception(error)
