"""WordPiece and Unigram: the search that is shown is the one that the encoder makes."""

import math
from itertools import combinations, pairwise

import pytest

from core.errors import InputError
from core.tokenizer import backend, encode
from core.tokenizer.export import train_with_library
from core.tokenizer.library import LibraryBackend
from core.tokenizer.parallel import pairs
from core.tokenizer.searches import LONGEST, UNKNOWN_PENALTY, best_cuts, longest_match

WORDS = sorted({word for pair in pairs() for word in (pair.es + " " + pair.en).split()})


def test_longest_match_finds_what_the_encoder_gives():
    loaded = backend("minilm")
    assert isinstance(loaded, LibraryBackend)
    for word in WORDS:
        found = []
        for chunk in loaded.chunks(word):
            tries = longest_match(chunk)
            found += [one.written.encode() for one in tries if one.found] if tries[-1].found else [b"[UNK]"]
        assert found == encode(word, "minilm").pieces, word


def test_longest_match_by_hand():
    tries = longest_match("ab")  # «ab» is on the list
    assert [(one.written, one.found) for one in tries] == [("ab", True)]
    lost = longest_match("a🚀")
    assert [(one.written, one.found) for one in lost] == [("a🚀", False), ("a", True), ("##🚀", False)]


def test_the_best_cut_is_the_one_that_the_encoder_gives():
    for word in WORDS:
        assert [piece.encode() for piece in best_cuts(word)[0].pieces] == encode(word, "unigram").pieces, word


@pytest.mark.parametrize("word", ["canción", "gatitos", "de la", "x🚀"])
def test_cuts_are_those_of_a_brute_force_over_all(word):
    loaded = backend("unigram")
    assert isinstance(loaded, LibraryBackend)
    scores = {loaded.tokenizer.id_to_token(at): score for at, score in loaded.scores().items()}
    unknown = min(scores.values()) - UNKNOWN_PENALTY
    text = "".join(f"▁{one}" for one in word.split())
    every = []
    for size in range(len(text)):
        for borders in combinations(range(1, len(text)), size):
            ends = [0, *borders, len(text)]
            pieces = [text[a:b] for a, b in pairwise(ends)]
            if all(piece in scores or len(piece) == 1 for piece in pieces):
                every.append((sum(scores.get(piece, unknown) for piece in pieces), tuple(pieces)))
    every.sort(reverse=True)
    total = sum(math.exp(log_p) for log_p, _ in every)
    cuts = best_cuts(word, best=3)
    for cut, (log_p, best) in zip(cuts, every, strict=False):
        assert cut.log_p == pytest.approx(log_p)
        assert cut.share == pytest.approx(math.exp(log_p) / total)
        assert "".join(cut.pieces).replace(" ", "▁") == "".join(best)


@pytest.mark.parametrize("word", ["日本語", "🫠🫠", "🫠a🫠", "日 本", "hola 日本", "x🚀", "hola"])
def test_unknown_characters_in_a_row_are_one_token_as_in_the_encoder(word):
    cut = best_cuts(word)[0]
    written = [b"<unk>" if piece in cut.unknown else piece.encode() for piece in cut.pieces]
    assert written == encode(word, "unigram").pieces


def test_a_vocabulary_of_your_own_cuts_alike_in_its_two_views():
    own = train_with_library("aaaa", "unigram", 5)
    for word in ["zzz ñ", "aaz", "zaazz"]:
        assert len(best_cuts(word, own)[0].pieces) == own.count(word), word


def test_what_cannot_be_searched_is_refused():
    with pytest.raises(InputError) as refused:
        longest_match("hola", "cl100k_base")
    assert refused.value.key == "wrong_family"
    with pytest.raises(InputError) as refused:
        best_cuts("hola", "minilm")
    assert refused.value.key == "wrong_family"
    with pytest.raises(InputError) as refused:
        best_cuts("a" * (LONGEST + 1))
    assert refused.value.key == "too_long"
