"""Heads switched off, and heads patched: the same text with a part of the model changed, to see what that part does."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from core.attention.hooks import Head, check_heads, head_slice, heads, mixed, switched_off
from core.attention.reading import LONGEST_TEXT, read
from core.models import LoadedModel, load, load_writer
from core.texts import checked, token_text

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True)
class Answer:
    """What a model would say next.

    Parameters
    ----------
    p
        Probability of every token, shape (vocabulary,), float32.
    loss
        Mean −ln p of the text's own tokens (nats per token); None for a text of one token.
    model_id
        Of `core.models`.
    """

    p: np.ndarray
    loss: float | None
    model_id: str

    @property
    def favourite(self) -> str:
        """What the likeliest token writes."""
        return self.word(int(self.p.argmax()))

    def word(self, token_id: int) -> str:
        """What a token writes."""
        return token_text(load(self.model_id).tokenizer, token_id)

    def of(self, word: str) -> float:
        """Probability of the first token of a word that follows the text."""
        return float(self.p[first_id(load(self.model_id), word)])


def first_id(loaded: LoadedModel, word: str) -> int:
    """Id of the first token of a word, written after a space; an InputError for one that cannot be read."""
    word = checked(word, LONGEST_TEXT).strip()
    return int(loaded.tokenizer(f" {word}", add_special_tokens=False)["input_ids"][0])


def logits(loaded: LoadedModel, texts: Sequence[Sequence[int]], off: Collection[Head] = ()) -> torch.Tensor:
    """Logits after every token of texts of the same length, shape (n, T, vocabulary), some heads switched off."""
    import torch

    ids = torch.tensor([list(text) for text in texts], device=loaded.model.device)
    with torch.inference_mode(), switched_off(loaded, off):
        found: torch.Tensor = loaded.model(ids, use_cache=False).logits
    return found


def answer(text: str, model_id: str = "gatito", off: Collection[Head] = ()) -> Answer:
    """What the model says after `text`, with some heads switched off.

    Examples
    --------
    >>> answer("París es la capital de").favourite
    ' Francia'
    """
    import torch

    loaded = load_writer(model_id)
    ids = read(loaded, text).ids
    logp = logits(loaded, [ids], off)[0].float().log_softmax(-1)
    own = -logp[:-1].gather(-1, torch.tensor(ids[1:], device=logp.device)[:, None]) if len(ids) > 1 else None
    loss = None if own is None else float(own.mean())
    return Answer(logp[-1].exp().cpu().numpy(), loss, loaded.card.id)


def without(text: str, off: Collection[Head], model_id: str = "gatito", top: int = 8) -> pd.DataFrame:
    """The likeliest next tokens with every head, and the same ones with some heads switched off.

    Returns
    -------
    DataFrame
        `token, p, p_off`: the `top` likeliest of each side, likeliest with every head first.

    Raises
    ------
    InputError
        For an encoder, or a head that the model does not have.

    Examples
    --------
    >>> table = without("El gato que comió el ratón estaba", [(3, 2), (3, 3)])
    >>> table["token"].iloc[0], bool((table["p"] >= 0).all())
    (' satisfecho', True)
    """
    whole, less = answer(text, model_id), answer(text, model_id, off)
    return beside({"p": whole, "p_off": less}, top)


def beside(answers: dict[str, Answer], top: int) -> pd.DataFrame:
    """A column of probabilities per answer; the `top` likeliest tokens of each, in order of the first."""
    first = next(iter(answers.values()))
    chosen = {int(i) for one in answers.values() for i in np.argsort(-one.p, kind="stable")[:top]}
    order = sorted(chosen, key=lambda i: (-first.p[i], i))
    table = pd.DataFrame({"token": [first.word(i) for i in order]})
    return table.assign(**{name: one.p[order].astype(float) for name, one in answers.items()})


def losses(text: str, off: Collection[Head], model_id: str = "gatito") -> tuple[float | None, float | None]:
    """Nats per token of the text itself with every head, and with some switched off.

    Examples
    --------
    >>> before, after = losses("El gato está en la mesa", [(0, h) for h in range(4)])
    >>> after > before
    True
    """
    return answer(text, model_id).loss, answer(text, model_id, off).loss


def patch(
    source: str, target: str, chosen: Collection[Head], model_id: str = "gatito", top: int = 6
) -> pd.DataFrame:
    """Read `target` with the output of some heads, at the last token, taken from `source`.

    Returns
    -------
    DataFrame
        `token, p_target, p_source, p_patched`.

    Source
    ------
    Meng et al. (2022), arXiv:2202.05262 (activation patching).

    Examples
    --------
    >>> both = [(3, 2), (3, 3)]
    >>> table = patch("La gata que comió el ratón estaba", "El gato que comió el ratón estaba", both)
    >>> table.loc[table["p_patched"].idxmax(), "token"]
    ' satisfecha'
    """
    loaded = load_writer(model_id)
    check_heads(loaded, chosen)
    given = _last_outputs(loaded, read(loaded, source).ids)
    patched = _patched(loaded, read(loaded, target).ids, given, chosen)
    answers = {
        "p_target": answer(target, model_id),
        "p_source": answer(source, model_id),
        "p_patched": Answer(patched, None, loaded.card.id),
    }
    return beside(answers, top)


def patch_each(source: str, target: str, right: str, other: str, model_id: str = "gatito") -> pd.DataFrame:
    """Patch one head after another from `source` into `target`, and see how far `right` stays ahead of `other`.

    Returns
    -------
    DataFrame
        `layer, head, margin` (ln p of `right` minus ln p of `other`) and `base`, the margin with nothing patched.

    Examples
    --------
    >>> sentences = "La gata que comió el ratón estaba", "El gato que comió el ratón estaba"
    >>> table = patch_each(*sentences, "satisfecho", "satisfecha")
    >>> strongest = table.loc[table["margin"].idxmin()]
    >>> int(strongest["layer"]), int(strongest["head"])
    (3, 2)
    """
    loaded = load_writer(model_id)
    ids = (first_id(loaded, right), first_id(loaded, other))
    given = _last_outputs(loaded, read(loaded, source).ids)
    aim = read(loaded, target).ids
    base = _margin(_patched(loaded, aim, given, ()), ids)
    layers, each = heads(loaded)
    rows = [
        (layer, head, _margin(_patched(loaded, aim, given, [(layer, head)]), ids), base)
        for layer in range(layers)
        for head in range(each)
    ]
    return pd.DataFrame(rows, columns=["layer", "head", "margin", "base"])


def _margin(p: np.ndarray, ids: tuple[int, int]) -> float:
    return float(np.log(p[ids[0]]) - np.log(p[ids[1]]))


def _last_outputs(loaded: LoadedModel, ids: Sequence[int]) -> dict[int, torch.Tensor]:
    """What the heads of each layer give at the last token, shape (H·d,) per layer."""
    kept: dict[int, torch.Tensor] = {}

    def keep(layer: int, z: torch.Tensor) -> None:
        kept[layer] = z[0, -1].clone()

    with mixed(loaded, keep):
        logits(loaded, [ids])
    return kept


def _patched(
    loaded: LoadedModel, ids: Sequence[int], given: dict[int, torch.Tensor], chosen: Collection[Head]
) -> np.ndarray:
    def put(layer: int, z: torch.Tensor) -> torch.Tensor | None:
        mine = [head for at, head in chosen if at == layer]
        if not mine:
            return None
        z = z.clone()
        for head in mine:
            part = head_slice(loaded, z.shape[-1], head)
            z[0, -1, part] = given[layer][part]
        return z

    with mixed(loaded, put):
        p = logits(loaded, [ids])[0, -1].float().softmax(-1)
    return np.asarray(p.cpu().numpy())
