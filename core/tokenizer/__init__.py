"""Text becomes numbers: real vocabularies, what they cost, how they are trained, and what wraps a chat."""

from core.tokenizer.backends import available, backend
from core.tokenizer.encoding import Loss, count, decode, encode, loss, table
from core.tokenizer.tokens import Token, Tokens
from core.tokenizer.training import BpeTraining, Merge, TrainedBpe, train_bpe
from core.tokenizer.vocabularies import HUB_PREFIX, VOCABULARIES, Vocabulary

__all__ = [
    "HUB_PREFIX",
    "VOCABULARIES",
    "BpeTraining",
    "Loss",
    "Merge",
    "Token",
    "Tokens",
    "TrainedBpe",
    "Vocabulary",
    "available",
    "backend",
    "count",
    "decode",
    "encode",
    "loss",
    "table",
    "train_bpe",
]
