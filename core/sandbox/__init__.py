r"""The laboratory: learners' PyTorch runs here, inside walls, and comes back as events.

>>> [event.kind for event in run("import torch\nprint(torch.ones(2).sum())")]
['output', 'end']
"""

from __future__ import annotations

from collections.abc import Iterator

from core.sandbox.client import Sandbox, permitted, shared
from core.sandbox.events import Event
from core.sandbox.limits import Limits

__all__ = ["Event", "Limits", "Sandbox", "permitted", "run", "shared"]


def run(code: str, limits: Limits = Limits()) -> Iterator[Event]:
    """Run a program inside the walls and give what it does, as it does it.

    Parameters
    ----------
    code
        Python; torch, numpy, transformers and matplotlib are there, and ``metric``, ``plot`` and ``show``.
    limits
        What it may use.

    Yields
    ------
    Event
        ``output``, ``value``, ``figure``, ``metric``, ``notice``, ``error``; ``queued`` when it has to wait; and one
        ``end`` with its reason and what was used. Leaving the loop ends the program.

    Raises
    ------
    InputError
        When the code is empty, far too long, or holds NUL bytes.
    CourseError
        When no sandbox starts here.

    Examples
    --------
    >>> [*run("1 / 0")][-1].reason
    'error'
    """
    return iter(shared().start(code, limits))
