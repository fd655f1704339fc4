"""Tokenizers of the hub: whatever their file does, tokens partition the text; broken files say so."""

import json

import pytest
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

from core.errors import ModelError
from core.tokenizer import HUB_PREFIX, backends, decode, encode, hub
from core.tokenizer.export import to_backend, tokenizer_json
from core.tokenizer.film import film
from core.tokenizer.training import train_bpe
from tests.core.tokenizer_references import AWKWARD

NAME = f"{HUB_PREFIX}somebody/something"


@pytest.fixture
def on_disk(tmp_path, monkeypatch):
    """Pretend that a tokenizer of the hub was downloaded before: ``on_disk(text of tokenizer.json)``."""
    path = tmp_path / "tokenizer.json"
    monkeypatch.setattr(hub, "_on_disk", lambda _source: path)
    backends._loaded.cache_clear()
    yield lambda text: path.write_text(text, encoding="utf-8")
    backends._loaded.cache_clear()


def sentencepiece_like():
    """A BPE over characters with byte fallback and an invented space, as old Llama files are."""
    letters = ["<unk>", *(f"<0x{byte:02X}>" for byte in range(256)), *"▁holamund", "▁h", "la"]
    tokenizer = Tokenizer(
        models.BPE(
            vocab={piece: at for at, piece in enumerate(letters)},
            merges=[("▁", "h"), ("l", "a")],
            unk_token="<unk>",  # noqa: S106  no password
            byte_fallback=True,
        )
    )
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]
    )
    return tokenizer.to_str()


def lowercasing():
    """A WordPiece that lowercases and splits at spaces, with a handful of pieces."""
    vocabulary = {piece: at for at, piece in enumerate(["[UNK]", *"holamundñ", "##l", "##a", "##o", "ho"])}
    tokenizer = Tokenizer(models.WordPiece(vocab=vocabulary, unk_token="[UNK]"))  # noqa: S106  no password
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFD(), normalizers.Lowercase(), normalizers.StripAccents()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return tokenizer.to_str()


def byte_level():
    """A byte-level BPE just trained."""
    return tokenizer_json(to_backend(train_bpe("la canción de la rana " * 5, 30)))


@pytest.mark.parametrize("make", [sentencepiece_like, lowercasing, byte_level])
def test_tokens_partition_every_text(on_disk, make):
    on_disk(make())
    for text in AWKWARD:
        tokens = encode(text, NAME)
        if len(tokens):
            assert tokens.starts[0] == 0
            assert tokens.ends[-1] == len(text.encode())
            assert (tokens.starts[1:] == tokens.ends[:-1]).all()
            assert (tokens.starts <= tokens.ends).all()


def test_a_byte_level_file_gives_every_text_back_and_has_a_film(on_disk):
    on_disk(byte_level())
    for text in AWKWARD:
        tokens = encode(text, NAME)
        assert decode(tokens.ids, NAME) == text
        if len(text) <= 200:
            one = film(text, NAME)
            assert one.frame(len(one.steps)) == tokens.pieces


def test_an_old_llama_file_by_hand(on_disk):
    on_disk(sentencepiece_like())
    tokens = encode("hola ñ", NAME)
    assert tokens.pieces == [b" h", b"o", b"la", b" ", b"\xc3", b"\xb1"]
    assert tokens.ends.tolist() == [1, 2, 4, 5, 6, 7]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"model": {}}',
        '{"model": {"type": "BPE"}}',
        json.dumps({"model": {"type": "Magic"}}),
    ],
)
def test_a_broken_file_is_refused_with_a_sentence(on_disk, text):
    on_disk(text)
    with pytest.raises(ModelError) as refused:
        encode("hola", NAME)
    assert refused.value.key == "tokenizer_broken"
