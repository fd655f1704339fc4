"""The hub: what of a model is on this machine, and how the rest comes, with its bytes counted."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from core.errors import ModelError

Report = Callable[[float, float], None]
"""Called with bytes so far and bytes in all, from any thread."""

FILES: dict[str, Any] = {
    "allow_patterns": ["*.safetensors", "*.json", "*.txt", "README.md"],
    "ignore_patterns": ["*/*", "consolidated*"],
}
"""Files that are fetched: weights that cannot run code, and text; nothing of what lies in folders."""

WAIT_SECONDS = 5.0
"""How long the hub may take to answer at all."""

_TOKENIZERS = ("tokenizer.json", "vocab.json", "vocab.txt", "tokenizer_config.json")


def on_disk(source: str) -> Path | None:
    """Find the folder of a model of the hub, if all that is needed is on this machine.

    Examples
    --------
    >>> on_disk("nobody/never-published-this-model") is None
    True
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import IncompleteSnapshotError, LocalEntryNotFoundError

    try:
        folder = Path(snapshot_download(source, **FILES, local_files_only=True))
    except IncompleteSnapshotError as error:  # perhaps another program took only what it needed
        folder = Path(error.snapshot_path)
    except LocalEntryNotFoundError:
        return None
    return None if missing(folder) else folder


def missing(folder: Path) -> list[str]:
    """List what a folder lacks to be a model that can be loaded.

    Returns
    -------
    list of str
        Names of files; a model in pieces (an index and its shards) is judged by its index.
    """
    lacks = [] if (folder / "config.json").is_file() else ["config.json"]
    index = folder / "model.safetensors.index.json"
    if index.is_file():
        try:
            shards = sorted(set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()))
            lacks += [shard for shard in shards if not (folder / shard).is_file()]
        except (ValueError, KeyError, TypeError, AttributeError):
            lacks.append(index.name)
    elif not (folder / "model.safetensors").is_file():
        lacks.append("model.safetensors")
    if not any((folder / name).is_file() for name in _TOKENIZERS):
        lacks.append("tokenizer.json")
    return lacks


def folder_of(source: str, report: Report | None = None) -> Path:
    """Give the folder of a model of the hub, fetching what is not here yet.

    Parameters
    ----------
    source
        Id on the hub, already validated.
    report
        Told how many bytes have come, while they come.

    Raises
    ------
    ModelError
        When it is not here and the network is off or does not answer, it does not exist, its authors ask for an
        agreement, it has no safetensors, or the disk is too small.
    """
    from huggingface_hub import HfApi, constants, snapshot_download
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError
    from huggingface_hub.errors import HTTPError as AnyHTTPError  # type: ignore[attr-defined]  # its client's own

    found = on_disk(source)
    if found:
        return found
    if constants.is_offline_mode():
        message = f"{source} is not on this machine and the network is off"
        raise ModelError(message, "model_offline", model=source)
    try:
        HfApi().model_info(source, timeout=WAIT_SECONDS)  # a network that swallows everything is told soon
        planned = snapshot_download(source, **FILES, dry_run=True, tqdm_class=_meter(0, None))
        wanted = _plan(source, planned)
        folder = Path(snapshot_download(source, **FILES, tqdm_class=_meter(wanted, report)))
    except GatedRepoError as error:
        message = f"{source} asks for an agreement with its authors; accept it on its page"
        raise ModelError(message, "model_gated", model=source) from error
    except RepositoryNotFoundError as error:
        message = f"there is no {source} on the hub, or it is private"
        raise ModelError(message, "not_on_hub", model=source) from error
    except (AnyHTTPError, OSError, ValueError) as error:
        raise ModelError(f"{source} cannot be downloaded: {error}", "model_offline", model=source) from error
    _complete(source, missing(folder))
    return folder


def _complete(source: str, lacks: list[str]) -> None:
    if lacks:
        what = ", ".join(lacks)
        raise ModelError(f"{source} has no {what}", "model_incomplete", model=source, what=what)


def _plan(source: str, files: list[Any]) -> int:
    """Bytes that would be fetched, once it is known that they would be of use and that they fit."""
    from huggingface_hub import constants

    names = {file.filename for file in files}
    if not any(name.endswith(".safetensors") for name in names):
        _complete(source, ["model.safetensors"])
    wanted = sum(file.file_size or 0 for file in files if file.will_download)
    cache = Path(constants.HF_HUB_CACHE)
    free = shutil.disk_usage(next(place for place in (cache, *cache.parents) if place.exists())).free
    if wanted > free:
        message = f"{source} needs {wanted:,} bytes of disk and {free:,} are free"
        raise ModelError(message, "no_disk", model=source, given=wanted, limit=free)
    return wanted


def _meter(wanted: int, report: Report | None) -> type:
    """Make the class that the library takes for its progress bars: it draws nothing and counts bytes."""
    lock = threading.Lock()

    class Meter:
        """One of the library's bars; bytes are counted twice, from the network and onto the disk."""

        format_dict: ClassVar[dict[str, Any]] = {}

        def __init__(self, *_: object, unit: str = "it", total: float = 0, **__: object) -> None:
            self.total, self.n, self.bytes = total, 0.0, unit == "B"

        def update(self, n: float | None = 1) -> None:
            with lock:
                self.n += n or 0
            if self.bytes and report:
                report(min(self.n, wanted), wanted)

        def __enter__(self) -> Meter:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def ignore(self, *_: object, **__: object) -> None:
            """What only a drawn bar needs."""

        close = refresh = set_description = set_description_str = set_postfix_str = ignore

    return Meter
