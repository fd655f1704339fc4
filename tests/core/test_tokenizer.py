"""Text to tokens: the same ids as other implementations, offsets without gaps, nothing lost in silence."""

import json
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import tokenizer
from core.content import LANGUAGES, Content
from core.errors import InputError, ModelError
from core.tokenizer import HUB_PREFIX, VOCABULARIES, Token, backend, decode, encode, loss
from core.tokenizer.patterns import PATTERNS, cut
from tests.core.tokenizer_references import AWKWARD, BUNDLED, BYTE_LEVEL, DATA, reference, scrambled

REFERENCED = [*BUNDLED, "minilm", "gatito"]
EVERY = list(VOCABULARIES)

# What these files changed when they were published is part of the vocabulary; the rest is kept byte by byte.
LOSSLESS = [one for one in BYTE_LEVEL if VOCABULARIES[one].normal is None]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def partition(tokens, text):
    """Whether tokens cover a text from end to end without gap or overlap."""
    size = len(text.encode())
    starts, ends = tokens.starts, tokens.ends
    return starts[0] == 0 and ends[-1] == size and (starts[1:] == ends[:-1]).all() and (starts <= ends).all()


def test_there_are_enough_of_everything():
    assert len(AWKWARD) >= 300
    assert len(set(AWKWARD)) == len(AWKWARD)
    assert len(BUNDLED) >= 18
    kinds = {one.kind for one in VOCABULARIES.values()}
    assert kinds == {"byte_bpe", "sentencepiece_bpe", "wordpiece", "unigram"}
    assert tokenizer.available() == EVERY


@pytest.mark.parametrize("vocabulary", REFERENCED)
def test_ids_equal_another_implementation(vocabulary):
    other = reference(vocabulary)
    for text in AWKWARD + scrambled(300):
        assert encode(text, vocabulary).ids.tolist() == other(text), repr(text)


@pytest.mark.parametrize("vocabulary", sorted(json.loads((DATA / "official_ids.json").read_text())["ids"]))
def test_ids_equal_those_of_the_files_that_the_models_publish(vocabulary):
    official = json.loads((DATA / "official_ids.json").read_text())["ids"][vocabulary]
    assert len(official) == len(AWKWARD)
    compared = 0
    for text, wanted in zip(AWKWARD, official, strict=True):
        if wanted is not None:
            ids = encode(text, vocabulary).ids.tolist()
            assert zlib.crc32(json.dumps(ids).encode()) == wanted, (text, ids)
            compared += 1
    assert compared >= 300


@pytest.mark.parametrize("vocabulary", EVERY)
def test_offsets_partition_every_text(vocabulary):
    for text in AWKWARD + scrambled(300, seed=1):
        tokens = encode(text, vocabulary)
        if len(tokens):
            assert partition(tokens, text), repr(text)
        else:
            assert not decode([], vocabulary)
            assert text == "" or loss(text, vocabulary) is not None


@pytest.mark.parametrize(
    "vocabulary", ["cl100k_base", "qwen3", "llama2", "gemma3", "minilm", "unigram", "gatito"]
)
@given(text=texts)
def test_offsets_partition_whatever_is_typed(vocabulary, text):
    tokens = encode(text, vocabulary)
    assert len(tokens) == 0 or partition(tokens, text)


@pytest.mark.parametrize("vocabulary", LOSSLESS)
def test_byte_level_loses_nothing(vocabulary):
    for text in AWKWARD + scrambled(200, seed=2):
        tokens = encode(text, vocabulary)
        assert b"".join(token.piece for token in tokens) == text.encode()
        assert all(token.piece == text.encode()[token.start : token.end] for token in tokens)
        assert decode(tokens.ids, vocabulary) == text
        assert loss(text, vocabulary) is None


@pytest.mark.parametrize("vocabulary", EVERY)
def test_what_is_lost_is_said(vocabulary):
    for text in AWKWARD:
        returned = decode(encode(text, vocabulary).ids, vocabulary)
        lost = loss(text, vocabulary)
        assert (lost is None) == (returned == text)
        if lost is not None:
            assert lost.returned == returned
            assert lost.reasons


def reasons(text, vocabulary):
    lost = loss(text, vocabulary)
    assert lost is not None
    return lost.reasons


def test_reasons_by_hand():
    assert reasons("cancio\u0301n", "qwen3") == ("composed",)
    assert reasons("a▁b", "llama2") == ("underscore",)
    assert reasons("HOLA", "minilm") == ("case",)
    assert reasons("canción", "minilm") == ("accents",)
    assert reasons("a  b", "minilm") == ("spaces",)
    assert reasons("🚀", "minilm") == ("unknown",)
    assert reasons("a\x00b", "minilm") == ("other",)


def test_an_unknown_piece_hides_no_other_loss():
    assert reasons("¡Canción  nueva! 🚀", "minilm") == ("unknown", "case", "accents", "spaces")
    assert reasons("HOLA 🚀", "minilm") == ("unknown", "case")
    assert reasons("🚀  gato", "minilm") == ("unknown", "spaces")
    assert reasons("🚀 gato", "minilm") == ("unknown",)
    assert reasons("A\x00  b 🚀", "minilm") == ("unknown", "case", "spaces", "other")


def test_one_text_by_hand():
    assert list(encode("Hola mundo", "cl100k_base")) == [
        Token(69112, b"Hola", 0, 4),
        Token(29452, b" mundo", 4, 10),
    ]
    # The rocket is f0 9f 9a 80; OpenAI's list has its first two bytes as one token.
    rocket = encode("🚀", "cl100k_base")
    assert [token.piece for token in rocket] == [b"\xf0\x9f", b"\x9a", b"\x80"]
    assert [(token.start, token.end) for token in rocket] == [(0, 2), (2, 3), (3, 4)]


def test_an_invented_space_takes_no_byte_of_the_text():
    hello, rocket = encode("hola", "llama2"), encode("🚀", "llama2")
    assert hello[0] == Token(298, b" h", 0, 1)
    assert rocket[0] == Token(29871, b" ", 0, 0)


def test_a_loose_accent_belongs_to_its_letter():
    tokens = encode("cancio\u0301n", "qwen3")
    assert b"".join(token.piece for token in tokens) == "canción".encode()
    assert partition(tokens, "cancio\u0301n")


def test_wordpiece_says_what_it_changed():
    tokens = encode("¡Canción  nueva!", "minilm")
    assert [token.piece for token in tokens] == [b"\xc2\xa1", b"can", b"##cion", b"nueva", b"!"]
    text = "¡Canción  nueva!".encode()
    assert [text[token.start : token.end].decode() for token in tokens] == [
        "¡",
        "Can",
        "ción",
        "  nueva",
        "!",
    ]


@pytest.mark.parametrize("vocabulary", [*BUNDLED, "minilm", "gatito"])
def test_a_spelled_special_token_stays_text(vocabulary):
    specials = backend(vocabulary).specials()
    assert specials
    atoms = set(VOCABULARIES[vocabulary].atoms)
    numbers = {at for name, at in specials.items() if name not in atoms} - {
        100
    }  # MiniLM's [UNK] may be earned
    for name in [name for name in specials if name not in atoms][:200]:
        for text in (name, f"hola {name} mundo", f"{name}{name}"):
            assert not numbers.intersection(encode(text, vocabulary).ids.tolist()), text


def test_tokens_read_like_a_list():
    tokens = encode("Hola mundo cruel", "cl100k_base")
    as_list = list(tokens)
    assert len(tokens) == len(as_list)
    assert tokens == as_list
    assert tokens[-1] == as_list[-1]
    assert list(tokens[1:]) == as_list[1:]
    assert list(reversed(tokens)) == as_list[::-1]
    assert tokens != as_list[:-1]
    assert tokens != "Hola mundo cruel"
    assert encode("", "cl100k_base") == []
    assert isinstance(tokens[0].id, int)
    assert isinstance(tokens.ids, np.ndarray)
    with pytest.raises(IndexError):
        tokens[99]


@pytest.mark.parametrize("vocabulary", ["cl100k_base", "llama2", "minilm", "unigram"])
def test_half_a_character_is_refused_with_a_sentence(vocabulary):
    with pytest.raises(InputError, match="surrogate") as refused:
        encode("a\ud83d", vocabulary)
    assert refused.value.key == "surrogate"


def test_an_unknown_vocabulary_is_refused_with_a_sentence():
    with pytest.raises(ModelError, match="no vocabulary 'gpt9'") as refused:
        encode("hola", "gpt9")
    assert refused.value.key == "no_vocabulary"


@pytest.mark.parametrize(
    "hostile", ["../..", "https://a.b/c", "x" * 10_000, "", "a b", "\x00", "a/b/c", "hub:a/b"]
)
def test_a_hostile_hub_id_is_refused_before_the_network(hostile):
    with pytest.raises(InputError) as refused:
        encode("hola", HUB_PREFIX + hostile)
    assert refused.value.key == "model_id"


def test_without_network_the_hub_says_so():
    with pytest.raises(ModelError) as refused:
        encode("hola", f"{HUB_PREFIX}nobody/published-this")
    assert refused.value.key == "model_offline"


@pytest.mark.parametrize("name", PATTERNS)
@given(text=texts)
def test_chunks_joined_are_the_text(name, text):
    assert "".join(cut(text, name)) == text


@pytest.mark.parametrize("vocabulary", BUNDLED)
def test_the_catalogue_knows_the_size_of_each_list(vocabulary):
    assert backend(vocabulary).size == VOCABULARIES[vocabulary].size


def test_a_table_has_a_row_for_each_token():
    text = "ñ🚀\n"
    table = tokenizer.table(text, encode(text, "cl100k_base"))
    assert table["id"].tolist() == encode(text, "cl100k_base").ids.tolist()
    assert table["bytes"].tolist() == ["c3 b1", "f0 9f", "9a", "80", "0a"]
    assert table["text"].tolist() == ["ñ", "", "", "", "\n"]
    assert tokenizer.table("", []).columns.tolist() == table.columns.tolist()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_experiments_show_what_they_ask(language):
    newer, by_bytes = (
        one["settings"]["text"]
        for one in Content("tokenizer", language).value("deeper.experiments")
        if one["settings"].get("vocabularies") == ["cl100k_base", "o200k_base"]
    )
    four, four_o = (encode(newer, one).pieces for one in ("cl100k_base", "o200k_base"))
    for word in ("cumpleaños", "historias", "biblioteca"):
        assert f" {word}".encode() in four_o
        assert f" {word}".encode() not in four
    assert len(four_o) < 0.8 * len(four)
    assert encode(by_bytes, "cl100k_base").pieces[:3] == [b"\xc3\xb1", b" \xc3", b"\x91"]
    assert encode(by_bytes, "o200k_base").pieces[:2] == [b"\xc3\xb1", b" \xc3\x91"]
