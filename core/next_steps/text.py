"""Text in and numbers out, for the projects of this package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.models import LoadedModel
from core.texts import checked

if TYPE_CHECKING:
    import torch

LONGEST = 4000
"""Characters; a longer text is refused."""


def ids_of(loaded: LoadedModel, text: str) -> list[int]:
    """Turn a text into token ids, with the token that starts a document when the model has one.

    Raises
    ------
    InputError
        When the text is empty or longer than `LONGEST`.
    """
    start = loaded.tokenizer.bos_token_id
    ids = list(loaded.tokenizer(checked(text, LONGEST), add_special_tokens=False)["input_ids"])
    return ids if start is None or ids[:1] == [start] else [start, *ids]


def next_logits(loaded: LoadedModel, ids: list[int]) -> torch.Tensor:
    """Give the logits of the next token, shape (vocabulary,), seeing what fits in the context, of a model that writes."""
    import torch

    room = int(loaded.model.config.max_position_embeddings)
    with torch.inference_mode():
        seen = torch.tensor([ids[-room:]], device=loaded.model.device)
        return loaded.model(seen).logits[0, -1].float().cpu()
