"""The closing summary in figures: what one sentence of the learner's does on its way through Gatito."""

from __future__ import annotations

from dataclasses import dataclass

from core.models import load
from core.next_steps.anatomy import outline
from core.next_steps.text import ids_of, next_logits

MODEL = "gatito"


@dataclass(frozen=True)
class Passage:
    """One sentence through the model.

    Parameters
    ----------
    pieces
        Its tokens as text.
    blocks, heads
        Of the model.
    looks
        Attention weights that are computed: one for each token and each one before it, itself included, in
        every head of every block.
    products
        Multiplications by a parameter: every weight of a layer once per token. Biases and position vectors are
        added, and a token's own vector is looked up: they multiply nothing.
    favourite, p
        The likeliest next token and its share.
    """

    pieces: tuple[str, ...]
    blocks: int
    heads: int
    looks: int
    products: int
    favourite: str
    p: float


def passage(sentence: str) -> Passage:
    """Send a sentence through Gatito and count.

    Parameters
    ----------
    sentence
        The learner's own.

    Raises
    ------
    InputError
        When it is empty or too long.

    Examples
    --------
    >>> done = passage("El gato está en la")
    >>> len(done.pieces), done.favourite, done.looks
    (5, 'mesa', 336)
    """
    import torch

    loaded, sizes = load(MODEL), outline(MODEL)
    ids = ids_of(loaded, sentence)[-sizes.context :]
    shares = next_logits(loaded, ids).softmax(dim=-1)
    best = int(shares.argmax())
    count = len(ids)
    weights = sum(
        module.weight.numel()
        for module in loaded.model.modules()
        if isinstance(getattr(module, "weight", None), torch.Tensor)
        and not isinstance(module, torch.nn.Embedding)
    )
    return Passage(
        pieces=tuple(loaded.tokenizer.decode([one]) for one in ids[1:]),
        blocks=sizes.blocks,
        heads=sizes.heads,
        looks=sizes.blocks * sizes.heads * count * (count + 1) // 2,
        products=weights * count,
        favourite=loaded.tokenizer.decode([best]).strip(),
        p=float(shares[best]),
    )
