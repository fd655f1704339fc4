"""A token, and a text cut into tokens: ids, pieces, and where each piece stands in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, overload

import numpy as np
import numpy.typing as npt


class Token(NamedTuple):
    """One piece of a text and its number in the vocabulary.

    Parameters
    ----------
    id
        Row of the vocabulary; it is all that the model ever sees.
    piece
        The bytes of that row: ``b" mundo"``; in WordPiece with its mark, ``b"##ing"``.
    start, end
        The bytes of the UTF-8 text that the token accounts for, ``end`` excluded. The tokens of a text
        follow each other without gap or overlap.
    """

    id: int
    piece: bytes
    start: int
    end: int


class Tokens(Sequence[Token]):
    """A text cut into tokens; reads like a ``list[Token]``, and makes each Token when somebody asks for it.

    A megabyte has half a million tokens: making half a million objects takes four times as long as cutting
    the text, so the numbers stay in arrays.

    Parameters
    ----------
    ids
        Ids, shape (tokens,).
    ends
        Where each token ends, in bytes of the text, shape (tokens,).
    piece
        Gives the bytes of an id.

    Examples
    --------
    >>> tokens = Tokens(np.array([7, 9]), np.array([2, 5]), {7: b"ab", 9: b"cde"}.__getitem__)
    >>> tokens[1], len(tokens)
    (Token(id=9, piece=b'cde', start=2, end=5), 2)
    >>> tokens == [Token(7, b"ab", 0, 2), Token(9, b"cde", 2, 5)]
    True
    """

    __slots__ = ("_piece", "_starts", "ends", "ids")

    def __init__(
        self,
        ids: npt.NDArray[np.integer[Any]],
        ends: npt.NDArray[np.integer[Any]],
        piece: Callable[[int], bytes],
        starts: npt.NDArray[np.integer[Any]] | None = None,
    ) -> None:
        self.ids = ids
        self.ends = ends
        self._piece = piece
        self._starts = starts

    @property
    def starts(self) -> npt.NDArray[np.integer[Any]]:
        """Where each token starts, in bytes of the text, shape (tokens,)."""
        if self._starts is None:
            self._starts = np.concatenate([self.ends[:0], [0], self.ends[:-1]])[: len(self.ends)]
        return self._starts

    @property
    def pieces(self) -> list[bytes]:
        """The bytes of every token."""
        return list(map(self._piece, self.ids.tolist()))

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Token]:
        return map(Token, self.ids.tolist(), self.pieces, self.starts.tolist(), self.ends.tolist())

    @overload
    def __getitem__(self, place: int) -> Token: ...

    @overload
    def __getitem__(self, place: slice) -> Tokens: ...

    def __getitem__(self, place: int | slice) -> Token | Tokens:
        if isinstance(place, slice):
            return Tokens(self.ids[place], self.ends[place], self._piece, self.starts[place])
        token_id = int(self.ids[place])
        return Token(token_id, self._piece(token_id), int(self.starts[place]), int(self.ends[place]))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str | bytes):
            return NotImplemented
        return len(self) == len(other) and all(
            mine == theirs for mine, theirs in zip(self, other, strict=True)
        )

    __hash__ = None  # type: ignore[assignment]  # compared by content, as a list is

    def __repr__(self) -> str:
        return f"Tokens({list(self)!r})"
