"""Vocabularies that a learner trains: three algorithms through one library, and a file that others can load."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from core.errors import InputError
from core.tokenizer.alignment import utf8
from core.tokenizer.library import LibraryBackend, stand_in
from core.tokenizer.patterns import cut
from core.tokenizer.rules import Rules, from_merges
from core.tokenizer.training import PATTERN, TrainedBpe
from core.tokenizer.vocabularies import Kind, Vocabulary

if TYPE_CHECKING:
    import pandas as pd
    from tokenizers import Tokenizer
    from tokenizers.trainers import Trainer

Algorithm = Literal["wordpiece", "unigram"]

LEARNT_FROM = 300_000
"""Characters, from the beginning, that the library learns from: more would take it minutes on hostile texts."""

_RUNS = re.compile(r"\S{1,100}")
"""Words, endless ones cut: the trainers compare every stretch of a word with every other."""

UNKNOWN = {"wordpiece": "[UNK]", "unigram": "<unk>"}


def to_backend(training: TrainedBpe) -> LibraryBackend:
    """Turn a training of ours into a tokenizer of the `tokenizers` library, with the very same merges.

    Examples
    --------
    >>> from core.tokenizer.training import train_bpe
    >>> to_backend(train_bpe("aaabdaaabac", 3)).encode("aaabaa").pieces
    [b'aaab', b'aa']
    """
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    written = {at: stand_in(piece) for at, piece in training.vocabulary.items()}
    pairs = [(written[merge.pair[0]], written[merge.pair[1]]) for merge in training.merges]
    model = models.BPE(vocab={piece: at for at, piece in written.items()}, merges=list(dict.fromkeys(pairs)))
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    return _backend(tokenizer, "byte_bpe")


def rules_learnt(training: TrainedBpe) -> Rules:
    """Give the rules of a training for the merge film."""
    merges = [
        (training.vocabulary[left], training.vocabulary[right])
        for left, right in (one.pair for one in training.merges)
    ]
    return from_merges(merges, lambda text: cut(text, PATTERN))


def merges_table(training: TrainedBpe) -> pd.DataFrame:
    """List the merges of a training.

    Returns
    -------
    DataFrame
        Columns ``merge`` (from 1), ``left, right, piece``, ``count`` (how often the pair stood) and ``length``
        (symbols of the text after it).
    """
    import pandas as pd

    def written(at: int) -> str:
        return training.vocabulary[at].decode("utf-8", errors="backslashreplace")

    rows = [
        (number, written(one.pair[0]), written(one.pair[1]), written(one.id), one.count, one.length)
        for number, one in enumerate(training.merges, start=1)
    ]
    return pd.DataFrame(rows, columns=["merge", "left", "right", "piece", "count", "length"])


def train_with_library(text: str, algorithm: Algorithm, size: int) -> LibraryBackend:
    """Train a vocabulary that does not come from merges alone, with the `tokenizers` library.

    Parameters
    ----------
    text
        What to learn from; beyond `LEARNT_FROM` characters it is left out.
    algorithm
        ``"wordpiece"`` or ``"unigram"``.
    size
        Largest number of tokens; fewer come out of a short text.

    Raises
    ------
    InputError
        When the text is empty, or the size cannot even hold its characters.

    Source
    ------
    Schuster and Nakajima (ICASSP 2012) for WordPiece; Kudo (ACL 2018) for Unigram.

    Examples
    --------
    >>> trained = train_with_library("gato gata gatos gatas", "wordpiece", 20)
    >>> trained.encode("gata").pieces
    [b'gata']
    """
    utf8(text)
    words = _RUNS.findall(text[:LEARNT_FROM])
    if not words:
        raise InputError("there is no text to learn from; write or choose one", "empty_text")
    needed = smallest(text)
    if size < needed:  # the Unigram trainer would look for an end that never comes
        message = f"{size} tokens cannot hold this text, {needed} can; ask for more"
        raise InputError(message, "vocabulary_too_small", given=size, limit=needed)
    tokenizer, trainer = _blank(algorithm, size)
    tokenizer.train_from_iterator(words, trainer)
    return _backend(tokenizer, algorithm)


def smallest(text: str) -> int:
    """Give the number of tokens below which an algorithm cannot even spell a text.

    Examples
    --------
    >>> smallest("hola gato")  # seven signs, the mark of the beginning of a word, and the unknown
    8
    """
    return len(set("".join(_RUNS.findall(text[:LEARNT_FROM])))) + 2


def tokenizer_json(backend: LibraryBackend) -> str:
    """Write a vocabulary as the ``tokenizer.json`` that `transformers` loads."""
    return str(backend.tokenizer.to_str(pretty=True))


def learnt(backend: LibraryBackend) -> pd.DataFrame:
    """List a vocabulary by id.

    Returns
    -------
    DataFrame
        Columns ``id, piece, score``; the score is the log-probability of a Unigram piece, empty for the others.
    """
    import pandas as pd

    scores = backend.scores()
    rows = [
        {
            "id": at,
            "piece": backend.piece(at).decode("utf-8", errors="backslashreplace"),
            "score": scores.get(at),
        }
        for at in sorted(backend.tokenizer.get_vocab().values())
    ]
    return pd.DataFrame(rows, columns=["id", "piece", "score"])


def _blank(algorithm: Algorithm, size: int) -> tuple[Tokenizer, Trainer]:
    """Make an untrained tokenizer and its trainer, each set up as its best known model is."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    unknown = UNKNOWN[algorithm]
    if algorithm == "wordpiece":
        tokenizer = Tokenizer(models.WordPiece(unk_token=unknown))
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        tokenizer.decoder = decoders.WordPiece()
        return tokenizer, trainers.WordPieceTrainer(
            vocab_size=size, special_tokens=[unknown], show_progress=False
        )
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
    )
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer, trainers.UnigramTrainer(
        vocab_size=size,
        special_tokens=[unknown],
        unk_token=unknown,
        shrinking_factor=0.5,
        show_progress=False,
    )


def _backend(tokenizer: Tokenizer, kind: Kind) -> LibraryBackend:
    return LibraryBackend(Vocabulary("trained", "trained", "", kind, "course"), tokenizer)
