"""A small pool of child processes in which learners take turns."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple

from core.compute.child import Child, packed
from core.device import cores
from core.errors import CourseError

MOST_WORKERS = 4
PATIENCE_SECONDS = 60.0
"""How long a slice may work, or stand still, before its child is ended; slices are of a quarter of a second."""


class _Task(NamedTuple):
    """A slice that waits."""

    frame: bytes
    future: Future[Any]


class Pool:
    """Runs slices in child processes, started when there is work for them and replaced when they die.

    Learners take turns: each waiting learner gets one slice before anybody gets a second one.

    Parameters
    ----------
    workers
        Child processes at most; by default one per processor, up to `MOST_WORKERS`.
    patience
        Seconds after which a slice is given up.

    Examples
    --------
    >>> pool = Pool(workers=1)
    >>> pool.submit(divmod, 7, 2, learner="ana").result()
    (3, 1)
    >>> pool.shutdown()
    """

    def __init__(self, workers: int | None = None, patience: float = PATIENCE_SECONDS) -> None:
        self.workers = workers or min(MOST_WORKERS, cores())
        self._patience = patience
        self._change = threading.Condition()
        self._waiting: OrderedDict[str, deque[_Task]] = OrderedDict()
        self._keepers: list[threading.Thread] = []
        self._children: dict[threading.Thread, Child] = {}
        self._idle = 0
        self._closed = False

    def submit(self, function: Callable[..., Any], state: Any, *args: Any, learner: str = "") -> Future[Any]:
        """Queue a slice; the state is copied now, and what happens to it later changes nothing.

        Parameters
        ----------
        function
            Found by its name in a module of the course (not a lambda, nothing defined in a page).
        state, args
            What it is called with; they must be picklable.
        learner
            Whose turn it takes.

        Returns
        -------
        Future
            ``cancel()`` works until the slice begins. A child that dies or hangs gives `CourseError`; an error of
            the function arrives as it was raised.

        Raises
        ------
        CourseError
            When the pool is shut down.
        """
        task = _Task(packed((function, state, args)), Future())
        with self._change:
            if self._closed:
                raise CourseError("this pool is shut down; make another one", "worker_lost")
            self._waiting.setdefault(learner, deque()).append(task)
            queued = sum(len(queue) for queue in self._waiting.values())
            if queued > self._idle and len(self._keepers) < self.workers:
                keeper = threading.Thread(target=self._keep, name="slices", daemon=True)
                self._keepers.append(keeper)
                keeper.start()
            self._change.notify()
        return task.future

    def shutdown(self) -> None:
        """Cancel what waits and end the children; a slice that runs gives `CourseError`."""
        with self._change:
            self._closed = True
            for queue in self._waiting.values():
                for task in queue:
                    task.future.cancel()
            self._waiting.clear()
            for child in self._children.values():
                child.kill()
            self._change.notify_all()
        for keeper in self._keepers:
            keeper.join()

    def _keep(self) -> None:
        """Serve one child, a slice at a time; runs in a thread of its own."""
        me = threading.current_thread()
        while self._serve(me):
            pass
        if me in self._children:
            self._children[me].close()

    def _serve(self, keeper: threading.Thread) -> bool:
        """Work on one slice, and keep nothing of it while the next one is waited for; False when there is none."""
        task = self._next()
        if task is None:
            return False
        if task.future.set_running_or_notify_cancel():
            try:
                child = self._living(keeper)
            except OSError as error:
                message = f"no process could be started to compute this: {error}"
                task.future.set_exception(CourseError(message, "worker_lost"))
            else:
                child.run(task.frame, task.future, self._patience)
        return True

    def _next(self) -> _Task | None:
        """Wait for a slice; None when the pool is shut down."""
        with self._change:
            self._idle += 1
            self._change.wait_for(lambda: self._waiting or self._closed)
            self._idle -= 1
            if self._closed:
                return None
            learner, queue = self._waiting.popitem(last=False)
            task = queue.popleft()
            if queue:
                self._waiting[learner] = queue  # behind everybody else
            return task

    def _living(self, keeper: threading.Thread) -> Child:
        """Give the keeper's child, a new one if it has none alive."""
        child = self._children.get(keeper)
        if child is not None and child.alive:
            return child
        if child is not None:
            child.close()
        with self._change:
            fresh = self._children[keeper] = Child()
            if self._closed:
                fresh.kill()
        return fresh
