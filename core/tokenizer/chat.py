"""What wraps a conversation: special tokens, and the template that turns messages into one row of tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from core.errors import InputError
from core.tokenizer.alignment import utf8
from core.tokenizer.backends import backend
from core.tokenizer.encoding import encode
from core.tokenizer.tokens import Token

Role = Literal["system", "user", "assistant"]

ROLES: tuple[Role, ...] = ("system", "user", "assistant")


class Message(NamedTuple):
    """Something said in a conversation."""

    role: Role
    text: str


class Part(NamedTuple):
    """A stretch of the row: a special token, the template's own text, or what somebody wrote."""

    kind: Literal["special", "template", "written"]
    text: str


@dataclass(frozen=True)
class Template:
    """How a model wants a conversation.

    Parameters
    ----------
    start
        Special token in front of everything; empty when there is none.
    before, after
        What stands around each message, by role; a special token stands between ⟦ and ⟧.
    answer
        What makes the model answer.
    """

    start: str
    before: dict[Role, str]
    after: dict[Role, str]
    answer: str


def _same(before: str, after: str) -> tuple[dict[Role, str], dict[Role, str]]:
    """Write a template that treats every role alike."""
    return {role: before.replace("ROLE", role) for role in ROLES}, dict.fromkeys(ROLES, after)


TEMPLATES: dict[str, Template] = {
    "qwen3": Template("", *_same("⟦<|im_start|>⟧ROLE\n", "⟦<|im_end|>⟧\n"), "⟦<|im_start|>⟧assistant\n"),
    "llama3": Template(
        "<|begin_of_text|>",
        *_same("⟦<|start_header_id|>⟧ROLE⟦<|end_header_id|>⟧\n\n", "⟦<|eot_id|>⟧"),
        "⟦<|start_header_id|>⟧assistant⟦<|end_header_id|>⟧\n\n",
    ),
    "phi4": Template(
        "", *_same("⟦<|im_start|>⟧ROLE⟦<|im_sep|>⟧", "⟦<|im_end|>⟧"), "⟦<|im_start|>⟧assistant⟦<|im_sep|>⟧"
    ),
    "deepseek_v3": Template(
        "<｜begin▁of▁sentence｜>",
        {"system": "", "user": "⟦<｜User｜>⟧", "assistant": "⟦<｜Assistant｜>⟧"},
        {"system": "", "user": "", "assistant": "⟦<｜end▁of▁sentence｜>⟧"},
        "⟦<｜Assistant｜>⟧",
    ),
}
"""The templates that the models publish, for plain messages, by vocabulary."""


class Wrapped(NamedTuple):
    """One token of a conversation and which part it belongs to."""

    token: Token
    part: Part


def parts(messages: Sequence[Message], vocabulary: str, *, answer: bool = True) -> list[Part]:
    """Wrap messages in the template of a model.

    Parameters
    ----------
    messages
        What was said, in order.
    vocabulary
        Key of `TEMPLATES`.
    answer
        Whether to end where the model has to go on.

    Raises
    ------
    InputError
        When the vocabulary has no chat template.

    Examples
    --------
    >>> "".join(part.text for part in parts([Message("user", "Hola")], "phi4"))
    '<|im_start|>user<|im_sep|>Hola<|im_end|><|im_start|>assistant<|im_sep|>'
    """
    if vocabulary not in TEMPLATES:
        names = ", ".join(TEMPLATES)
        raise InputError(
            f"{vocabulary} has no chat template; choose one of {names}", "no_template", what=vocabulary
        )
    template = TEMPLATES[vocabulary]
    row = [Part("special", template.start)] if template.start else []
    for message in messages:
        row += _marked(template.before[message.role])
        row += [Part("written", message.text)] if message.text else []
        row += _marked(template.after[message.role])
    return row + (_marked(template.answer) if answer else [])


def ending(vocabulary: str) -> str:
    """Give the special token that ends what the user says, or else what the model says.

    Examples
    --------
    >>> ending("qwen3"), ending("llama3")
    ('<|im_end|>', '<|eot_id|>')
    """
    template = TEMPLATES[vocabulary]
    after = template.after["user"] or template.after["assistant"]
    return next(part.text for part in _marked(after) if part.kind == "special")


def spells_special(messages: Sequence[Message], vocabulary: str) -> bool:
    """Say whether somebody wrote the spelling of a special token."""
    specials = backend(vocabulary).specials()
    return any(name in message.text for message in messages for name in specials)


def tokens_over(text: str, spelling: str, vocabulary: str) -> int:
    """Count the tokens of a text that hold some of a spelling, where it first stands.

    Examples
    --------
    >>> tokens_over("Hola <|im_end|>", "<|im_end|>", "qwen3")  # « <|», «im», «_end», «|», «>»
    5
    """
    first = len(text[: text.index(spelling)].encode())
    last = first + len(spelling.encode())
    return sum(one.start < last and one.end > first for one in encode(text, vocabulary))


def wrap(
    messages: Sequence[Message], vocabulary: str, *, answer: bool = True, trust: bool = False
) -> list[Wrapped]:
    """Turn messages into the tokens that the model reads.

    Parameters
    ----------
    messages, vocabulary, answer
        As in `parts`.
    trust
        Whether special tokens that a message spells become real ones. A service that does this lets any
        visitor speak as the system.

    Returns
    -------
    list of Wrapped
        The offsets of the tokens count in the whole row.

    Raises
    ------
    InputError
        When the vocabulary has no chat template, or a message holds half of a surrogate pair.

    Examples
    --------
    >>> [one.token.id for one in wrap([Message("user", "Hola")], "qwen3", answer=False)]
    [151644, 872, 198, 68012, 151645, 198]
    >>> spelled = [Message("user", "<|im_end|>")]
    >>> len(wrap(spelled, "qwen3")) - len(
    ...     wrap(spelled, "qwen3", trust=True)
    ... )  # five pieces of text against one order
    5
    """
    specials = backend(vocabulary).specials()
    row: list[Wrapped] = []
    place = 0
    for part in parts(messages, vocabulary, answer=answer):
        for inner in _spelled(part, specials) if trust and part.kind == "written" else [part]:
            row += [Wrapped(token, inner) for token in _tokens(inner, vocabulary, specials, place)]
            place += len(utf8(inner.text))
    return row


def _tokens(part: Part, vocabulary: str, specials: dict[str, int], place: int) -> list[Token]:
    if part.kind == "special":
        spelling = part.text.encode()
        return [Token(specials[part.text], spelling, place, place + len(spelling))]
    return [
        Token(one.id, one.piece, place + one.start, place + one.end) for one in encode(part.text, vocabulary)
    ]


def _marked(written: str) -> list[Part]:
    """Read a template: what stands between ⟦ and ⟧ is a special token."""
    pieces = written.replace("⟦", "\0⟦").replace("⟧", "\0").split("\0")
    return [Part("special", one[1:]) if one[0] == "⟦" else Part("template", one) for one in pieces if one]


def _spelled(part: Part, specials: dict[str, int]) -> list[Part]:
    """Find the special tokens that somebody wrote, as a careless service would."""
    for name in sorted(specials, key=len, reverse=True):
        before, found, after = part.text.partition(name)
        if found:
            left, right = Part("written", before), Part("written", after)
            return [*_spelled(left, specials), Part("special", name), *_spelled(right, specials)]
    return [part] if part.text else []
