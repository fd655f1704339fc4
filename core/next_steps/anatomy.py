"""What a loaded model is made of, and the few lines that load any of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.models import LoadedModel, card_for, load

if TYPE_CHECKING:
    import pandas as pd

PARTS = {
    "norm": r"(^|[._])(ln|norm|layernorm|layer_norm)",
    "embeddings": r"embed|\bwte\b|\bwpe\b",
    "attention": r"attn|attention",
    "mlp": r"mlp|ffn|feed_forward|intermediate|output\.dense|experts",
    "output": r"lm_head",
}
"""How the names of a parameter tell its part; the first that fits."""


@dataclass(frozen=True)
class Outline:
    """The sizes of a model: counts of numbers, blocks, heads, dimensions, tokens; bytes in memory."""

    name: str
    parameters: int
    blocks: int
    heads: int
    width: int
    vocabulary: int
    context: int
    size_bytes: int


def outline(model_id: str) -> Outline:
    """Give the sizes of a model.

    Raises
    ------
    ModelError
        When it cannot be loaded: unknown, offline, too big.

    Examples
    --------
    >>> sizes = outline("gatito")
    >>> sizes.blocks, sizes.heads, sizes.width
    (4, 4, 128)
    """
    loaded = load(model_id)
    config = loaded.model.config
    return Outline(
        name=loaded.card.name,
        parameters=sum(weights.numel() for weights in loaded.model.parameters()),
        blocks=int(config.num_hidden_layers),
        heads=int(config.num_attention_heads),
        width=int(config.hidden_size),
        vocabulary=int(config.vocab_size),
        context=int(getattr(config, "max_position_embeddings", 0)),
        size_bytes=loaded.size_bytes,
    )


def parts(model_id: str) -> pd.DataFrame:
    """Say in which parts of a model its parameters are.

    A matrix that is used twice, as the embedding of many models is at the output too, counts once.

    Parameters
    ----------
    model_id
        A model of `core.models`.

    Returns
    -------
    DataFrame
        ``part, parameters, share``, largest first; shares add up to 1.

    Raises
    ------
    ModelError
        When it cannot be loaded.

    Examples
    --------
    >>> parts("gatito")["part"].tolist()[0]
    'mlp'
    """
    import pandas as pd

    counts: dict[str, int] = {}
    loaded: LoadedModel = load(model_id)
    for name, weights in loaded.model.named_parameters():
        part = part_of(name)
        counts[part] = counts.get(part, 0) + weights.numel()
    table = pd.DataFrame({"part": list(counts), "parameters": list(counts.values())})
    table["share"] = table["parameters"] / table["parameters"].sum()
    return table.sort_values("parameters", ascending=False, ignore_index=True)


def part_of(name: str) -> str:
    """Tell the part of a parameter from its name.

    Examples
    --------
    >>> [part_of(f"transformer.{name}") for name in ("wte.weight", "h.0.ln_1.bias", "h.0.mlp.c_fc.weight")]
    ['embeddings', 'norm', 'mlp']
    """
    return next((part for part, pattern in PARTS.items() if re.search(pattern, name)), "other")


def recipe(model_id: str, prompt: str, seed: int = 0) -> str:
    """Write the program that loads a model with transformers and lets it go on; it runs as it stands.

    Parameters
    ----------
    model_id
        A model of `core.models` that writes.
    prompt
        What to go on from.
    seed
        Of the dice.

    Returns
    -------
    str
        Python, for the folder of the course.

    Raises
    ------
    InputError
        When there is no such model.
    """
    name = "assets/models/gatito" if model_id == "gatito" else card_for(model_id).source
    return f"""from transformers import AutoModelForCausalLM, AutoTokenizer, set_seed

name = {name!r}
tokenizer = AutoTokenizer.from_pretrained(name)
model = AutoModelForCausalLM.from_pretrained(name)

set_seed({seed})
text = tokenizer.bos_token + {prompt!r}
inputs = tokenizer(text, return_tensors="pt", add_special_tokens=False)
output = model.generate(**inputs, max_new_tokens=20, do_sample=True, top_k=0)
print(tokenizer.decode(output[0], skip_special_tokens=True))
"""
