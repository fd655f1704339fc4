"""A text as the model sees it: ids, what each one writes, and what did not fit."""

from __future__ import annotations

from dataclasses import dataclass

from core.models import LoadedModel
from core.texts import checked, token_text

LONGEST_TEXT = 200_000
"""Characters; a longer text is refused, a shorter one is cut to the model's context."""


@dataclass(frozen=True)
class Reading:
    """The tokens that go into the model.

    Parameters
    ----------
    ids
        With the tokens that the model needs around a text: the one that opens a document, or [CLS] and [SEP].
    tokens
        What each id writes.
    special
        Whether the model put it there, and not the learner.
    cut
        Tokens of the text that the context has no room for: at the beginning for a model that writes, at the end for
        an encoder.
    """

    ids: tuple[int, ...]
    tokens: tuple[str, ...]
    special: tuple[bool, ...]
    cut: int = 0


def read(loaded: LoadedModel, text: str) -> Reading:
    """Cut a text into the tokens that the model will see.

    A space at the very end is left to the model: «está en la » is read as «está en la».

    Raises
    ------
    InputError
        For an empty text, one that is too long to be read at all, or half of a character.

    Examples
    --------
    >>> from core.models import load
    >>> read(load("gatito"), "El gato").tokens
    ('<|endoftext|>', 'El', ' gato')
    >>> read(load("minilm"), "A cat").tokens
    ('[CLS]', 'a', 'cat', '[SEP]')
    """
    before, after = around(loaded)
    own = list(
        loaded.tokenizer(checked(text, LONGEST_TEXT).rstrip(" "), add_special_tokens=False)["input_ids"]
    )
    room = max(1, context(loaded) - len(before) - len(after))
    kept = own[-room:] if loaded.card.kind == "causal" else own[:room]
    ids = (*before, *kept, *after)
    special = (True,) * len(before) + (False,) * len(kept) + (True,) * len(after)
    return Reading(ids, tuple(token_text(loaded.tokenizer, i) for i in ids), special, len(own) - len(kept))


def around(loaded: LoadedModel) -> tuple[list[int], list[int]]:
    """Ids that the model needs before and after a text."""
    tokenizer = loaded.tokenizer
    if loaded.card.kind == "causal":
        return ([tokenizer.bos_token_id] if tokenizer.bos_token_id is not None else []), []
    empty = list(tokenizer("")["input_ids"])
    return empty[:1], empty[1:]


def context(loaded: LoadedModel) -> int:
    """How many tokens the model can look at."""
    return int(getattr(loaded.model.config, "max_position_embeddings", None) or 2048)
