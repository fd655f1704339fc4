"""Training: a case by hand, a naive loop as judge, slices that add up, files that transformers loads."""

import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from core.errors import InputError
from core.tokenizer import encode, train_bpe
from core.tokenizer.export import (
    merges_table,
    to_backend,
    tokenizer_json,
)
from core.tokenizer.patterns import cut
from core.tokenizer.training import LARGEST, PATTERN, advance, start
from tests.core.tokenizer_references import PROSE, joined

little_texts = st.text(st.sampled_from([*"aab ñ.\0\n", "🚀"]), min_size=1, max_size=120)


def naive(text, merges):
    """Count every pair again before each merge, as a textbook would; of several alike, the first in the text."""
    chunks = [list(chunk.encode()) for chunk in cut(text, PATTERN)]
    vocabulary = {byte: bytes([byte]) for byte in range(256)}
    found = []
    for _ in range(merges):
        counts: dict[tuple[int, int], int] = {}
        for chunk in chunks:
            for pair in pairwise(chunk):
                counts[pair] = counts.get(pair, 0) + 1
        best = max(counts, key=counts.__getitem__, default=None)
        if best is None or counts[best] < 2:
            break
        piece = vocabulary[best[0]] + vocabulary[best[1]]
        new = next((at for at, known in vocabulary.items() if known == piece), len(vocabulary))
        vocabulary[new] = piece
        chunks = [joined(chunk, best, new) for chunk in chunks]
        found.append((best, new, piece, counts[best], sum(map(len, chunks))))
    return found


def told(training):
    return [(one.pair, one.id, one.piece, one.count, one.length) for one in training.merges]


def test_by_hand():
    # a a a b d a a a b a c: «aa» stands at 0, 1, 5 and 6, four times, and two of them can be joined.
    training = train_bpe("aaabdaaabac", 3)
    assert told(training) == [
        ((97, 97), 256, b"aa", 4, 9),  # aa a b d aa a b a c; now «aa a» and «a b» stand twice, «aa a» first
        ((256, 97), 257, b"aaa", 2, 7),  # aaa b d aaa b a c
        ((257, 98), 258, b"aaab", 2, 5),  # aaab d aaab a c
    ]
    assert [training.vocabulary[at] for at in (97, 256, 257, 258)] == [b"a", b"aa", b"aaa", b"aaab"]
    assert training.length == 5
    assert training.compression == 11 / 5
    assert training.finished


@given(text=little_texts)
def test_a_naive_loop_learns_the_same(text):
    assert told(train_bpe(text, 40)) == naive(text, 40)


def test_a_naive_loop_learns_the_same_from_prose():
    assert told(train_bpe(PROSE, 150)) == naive(PROSE, 150)


def test_the_library_learns_pieces_that_are_as_frequent():
    ours = train_bpe(PROSE, 150)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train_from_iterator(
        [PROSE], trainers.BpeTrainer(vocab_size=406, initial_alphabet=alphabet, show_progress=False)
    )
    theirs = len(tokenizer.encode(PROSE, add_special_tokens=False))
    # Ties are broken otherwise there, so the pieces may differ; how short the text gets may not, by much.
    assert abs(theirs - ours.length) <= 0.01 * theirs


def test_slices_add_up_and_travel():
    state = start(PROSE)
    for _ in range(10):
        state = pickle.loads(pickle.dumps(advance(state, 7)))
    assert told(state) == told(train_bpe(PROSE, 70))
    assert state.vocabulary == train_bpe(PROSE, 70).vocabulary


def test_a_slice_ends_in_time_with_at_least_one_merge():
    state = advance(start(PROSE), 500, seconds=0.0)
    assert len(state.merges) == 1


def test_advancing_leaves_the_state_before_as_it_was():
    state = start(PROSE)
    before = told(state), dict(state.counts), state.symbols.copy()
    advance(state, 20)
    assert told(state) == before[0]
    assert state.counts == before[1]
    assert (state.symbols == before[2]).all()


def test_what_was_learnt_after_fewer_merges():
    training = train_bpe(PROSE, 60)
    assert told(training.first(25)) == told(train_bpe(PROSE, 25))
    assert training.first(25).vocabulary == train_bpe(PROSE, 25).vocabulary
    assert training.first(25).length == train_bpe(PROSE, 25).length
    assert training.first(0).length == len(PROSE.encode())


def test_more_merges_than_the_text_allows():
    training = train_bpe("abcabc", 100)
    assert training.finished
    assert [one.piece for one in training.merges] == [b"ab", b"abc"]
    assert train_bpe("abc", 100).merges == ()


def test_candidates_are_the_most_frequent_pairs():
    assert start("aaabdaaabac").pairs(2) == [((97, 97), 4), ((97, 98), 2)]


@pytest.mark.parametrize(
    "text, merges, key",
    [
        ("", 5, "empty_text"),
        ("a" * (LARGEST + 1), 5, "too_long"),
        ("a", -1, "negative_merges"),
        ("\ud800", 5, "surrogate"),
    ],
)
def test_what_cannot_be_learnt_is_refused(text, merges, key):
    with pytest.raises(InputError) as refused:
        train_bpe(text, merges)
    assert refused.value.key == key


def test_transformers_loads_the_file(tmp_path):
    from transformers import PreTrainedTokenizerFast

    training = train_bpe(PROSE, 120)
    path = tmp_path / "tokenizer.json"
    path.write_text(tokenizer_json(to_backend(training)), encoding="utf-8")
    loaded = PreTrainedTokenizerFast(tokenizer_file=str(path))
    by_piece = {piece: at for at, piece in training.vocabulary.items()}
    for text in ("La abuela riega el jardín.", "🚀 a\x00b", "  dos  espacios\n"):
        ids = loaded.encode(text)
        assert ids == to_backend(training).encode(text).ids.tolist()
        assert ids == [by_piece[piece] for piece in to_backend(training).encode(text).pieces]
        assert loaded.decode(ids, clean_up_tokenization_spaces=False) == text


def test_the_table_of_merges():
    table = merges_table(train_bpe("aaabdaaabac", 2))
    assert table["piece"].tolist() == ["aa", "aaa"]
    assert table["count"].tolist() == [4, 2]
    assert table["merge"].tolist() == [1, 2]


def test_own_words_come_out_shorter_than_with_a_vocabulary_of_half_the_internet():
    text = "desenladrillador " * 30
    assert len(to_backend(train_bpe(text, 50)).encode("desenladrillador")) < len(
        encode("desenladrillador", "o200k_base")
    )
