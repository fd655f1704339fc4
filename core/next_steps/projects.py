"""Two projects of at most fifteen lines each: a text generator and a chatbot.

A test counts the lines, so that they stay what they promise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.errors import InputError
from core.models import load_writer
from core.next_steps.text import ids_of, next_logits


def write(
    prompt: str, model_id: str = "gatito", *, most: int = 40, temperature: float = 0.8, seed: int = 0
) -> Iterator[str]:
    """Write a text: ask for the next token, roll the dice, put it at the end, and again.

    Parameters
    ----------
    prompt
        What to go on from.
    model_id
        A causal model of `core.models`.
    most
        Tokens at most.
    temperature
        Above 0: how daring the choice is.
    seed
        The same one writes the same text.

    Yields
    ------
    str
        A piece of text per token.

    Raises
    ------
    InputError
        When the prompt is empty or too long, the model does not write, or the temperature is not above 0.

    Examples
    --------
    >>> "".join(write("París es la capital de", most=1))
    ' Francia'
    """
    import torch

    if not temperature > 0:
        raise InputError(f"temperature {temperature} must be above 0", "temperature", temperature=temperature)
    loaded = load_writer(model_id)
    dice = torch.Generator().manual_seed(seed)
    ids = ids_of(loaded, prompt)
    for _ in range(most):
        logits = next_logits(loaded, ids)
        shares = torch.softmax(((logits - logits.max()).double() / temperature).float(), dim=-1)
        chosen = int(torch.multinomial(shares, 1, generator=dice))
        if chosen == loaded.tokenizer.eos_token_id:
            return
        before = loaded.tokenizer.decode(ids)
        ids.append(chosen)
        yield loaded.tokenizer.decode(ids)[len(before) :]


def reply(
    messages: Sequence[str], model_id: str = "gatito", *, temperature: float = 0.3, seed: int = 0
) -> str:
    """Answer the last message of a conversation: the whole of it is the prompt, every time.

    Parameters
    ----------
    messages
        Lines in turns, the learner's first and last.
    model_id
        A causal model of `core.models`.
    temperature, seed
        As in `write`.

    Returns
    -------
    str
        One line.

    Raises
    ------
    InputError
        When the last message is empty or the conversation too long.

    Examples
    --------
    >>> reply(["Mi nombre es Ana.", "Hola, Ana.", "¿Cuál es mi nombre?"])
    'Tu nombre es Ana.'
    """
    script = "\n".join(line.strip() for line in messages) + "\n"
    answer = ""
    for piece in write(script, model_id, temperature=temperature, seed=seed):
        answer += piece
        if "\n" in answer.strip(" "):
            break
    return answer.strip().split("\n")[0]
