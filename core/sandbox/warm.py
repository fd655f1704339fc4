"""What a zygote loads before the walls go up, so that no run waits for it, and what runs may read later.

There are two kinds: ``"torch"``, which every run gets, and ``"models"``, which knows transformers and matplotlib too
and is started by the first program that names one of them.
"""

from __future__ import annotations

import gc
import importlib
import os
import re
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from core.memory import give_back

Kind = Literal["torch", "models"]

ROOT = Path(__file__).resolve().parents[2]
MODELS = Path("/models")
"""Where the jail shows the models that runs may load: the working folder of a run, so that ``"gatito"`` is a path."""

ENVIRONMENT = {
    "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1", "TORCHDYNAMO_DISABLE": "1",
    "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false", "MPLBACKEND": "svg", "LANG": "C.UTF-8", "HOME": "/", "PYTHONHASHSEED": "random",
}  # fmt: skip
"""The whole environment of a zygote: nothing of the server's is in it."""

_RICH = re.compile(r"\b(transformers|tokenizers|safetensors|matplotlib|pyplot)\b")
_ALWAYS = (
    "math", "random", "statistics", "itertools", "functools", "collections", "dataclasses", "typing", "copy", "time",
    "json", "re", "string", "contextlib", "traceback", "linecache", "ast", "io", "warnings", "numpy",
    "torch.nn.functional", "torch.utils.data", "torch.distributions", "torch.func",
)  # fmt: skip
_OURS = ("child", "inspection", "graph", "vocabulary", "watching", "exercises")
"""Rooms of this package that runs use: the jail does not show their files."""

_RARELY = (
    "transformers.models.gpt2.modeling_gpt2",
    "transformers.models.auto",
    "tokenizers",
    "safetensors.torch",
)


def kind_for(code: str, exercise: str = "") -> Kind:
    """Choose the zygote for a program, by the libraries that it names or its exercise needs.

    Examples
    --------
    >>> kind_for("import torch"), kind_for("from transformers import pipeline")
    ('torch', 'models')
    """
    return "models" if _RICH.search(code) or "gatito" in exercise else "torch"


def load(kind: Kind) -> None:
    """Import what runs need, and use it once: the first use of an optimizer imports eight hundred modules more."""
    import torch

    torch.set_num_threads(1)
    for name in _ALWAYS:
        importlib.import_module(name)
    for name in _OURS:
        importlib.import_module(f"core.sandbox.{name}")
    _use_torch_once()
    if kind == "models":
        for name in _RARELY:
            importlib.import_module(name)
        from transformers import AutoModelForCausalLM, AutoTokenizer, GPT2LMHeadModel  # noqa: F401 (loads lazily)
        from transformers.utils import logging

        logging.disable_progress_bar()  # the learner's own output is what the page shows

        if find_spec("matplotlib"):
            _use_matplotlib_once()
    give_back()
    gc.freeze()


def readable(kind: Kind) -> list[Path]:
    """List what runs may read: libraries, two devices, and the models for those that load them."""
    standard = {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    found = (
        standard
        | _mapped_folders()
        | {Path(one) for one in ("/dev/null", "/dev/urandom", "/etc/ld.so.cache")}
    )
    if kind == "models":
        found |= {*models().values(), *hub_folders()}
    real = {path.resolve() for path in found if path.exists()}
    return sorted(path for path in real if not real & set(path.parents))


def shown(kind: Kind) -> list[tuple[Path, Path]]:
    """List what the jail shows: ``(path of the machine, path in the jail)``."""
    pairs = [(path, path) for path in readable(kind)]
    named = {Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib", "platlib")}
    pairs += [(path.resolve(), path) for path in named if path.resolve() != path]
    pairs.append((Path("/dev/null"), MODELS / ".empty"))  # the folder is there even without models
    if kind == "models":
        pairs += [(path, MODELS / name) for name, path in models().items()]
    return pairs


def working_folder(*, jailed: bool) -> Path:
    """Give the folder in which runs start: there ``"gatito"`` is a model."""
    return MODELS if jailed else ROOT / "assets" / "models"


def models() -> dict[str, Path]:
    """Find the models that runs may load: Gatito in the working folder, and what the hub's cache has of GPT-2."""
    found = {"gatito": ROOT / "assets" / "models" / "gatito"}
    return {name: path for name, path in found.items() if path.is_dir()}


def hub_folders() -> list[Path]:
    """List the folders of the hub's cache that hold a GPT-2."""
    cache = os.environ.get("HF_HUB_CACHE", "")
    return [path for path in sorted(Path(cache).glob("models--*gpt2")) if path.is_dir()] if cache else []


def _mapped_folders() -> set[Path]:
    """List the folders of the shared libraries that are loaded: what is loaded later lies beside them."""
    maps = Path("/proc/self/maps")
    if not maps.exists():
        return {Path("/usr/lib"), Path(sys.base_prefix) / "lib"}
    files = {line.split(None, 5)[-1] for line in maps.read_text().splitlines() if ".so" in line}
    return {Path(name).parent for name in files if name.startswith("/")}


def _use_torch_once() -> None:
    import torch

    layer = torch.nn.Linear(2, 3)
    optimizer = torch.optim.Adam(layer.parameters())
    loss = torch.nn.functional.cross_entropy(layer(torch.ones(4, 2)), torch.zeros(4, dtype=torch.long))
    loss.backward()
    optimizer.step()
    repr(loss)
    torch.backends.cpu.get_cpu_capability()


def _use_matplotlib_once() -> None:
    import io

    from matplotlib import pyplot

    pyplot.figure().gca().plot([1, 2])
    pyplot.title("ñ")
    pyplot.savefig(io.BytesIO(), format="svg")
    pyplot.close("all")
    sys.modules["matplotlib"].rcParams["svg.fonttype"] = "none"
