"""Training: a case by hand, a naive loop as judge, slices that add up, files that transformers loads."""

import json
import os
import pickle
import subprocess
import sys
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from core.course import ROOT
from core.errors import InputError
from core.tokenizer import encode, train_bpe
from core.tokenizer.export import (
    LEARNT_FROM,
    learnt,
    merges_table,
    smallest,
    to_backend,
    tokenizer_json,
    train_with_library,
)
from core.tokenizer.parallel import pairs
from core.tokenizer.patterns import cut
from core.tokenizer.training import LARGEST, PATTERN, advance, start
from tests.core.tokenizer_references import AWKWARD

PROSE = "\n".join(sentence for pair in pairs() for sentence in (pair.es, pair.en))

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


def joined(chunk, pair, new):
    made, place = [], 0
    while place < len(chunk):
        if tuple(chunk[place : place + 2]) == pair:
            made.append(new)
            place += 2
        else:
            made.append(chunk[place])
            place += 1
    return made


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


@pytest.mark.parametrize("algorithm", ["wordpiece", "unigram"])
def test_the_library_trains_the_other_two(algorithm, tmp_path):
    from transformers import PreTrainedTokenizerFast

    backend = train_with_library(PROSE, algorithm, 400)
    assert 300 <= len(learnt(backend)) <= 400
    tokens = backend.encode("La abuela riega las plantas")
    assert 5 <= len(tokens) < 20
    path = tmp_path / "tokenizer.json"
    path.write_text(tokenizer_json(backend), encoding="utf-8")
    loaded = PreTrainedTokenizerFast(tokenizer_file=str(path))
    assert loaded.encode("La abuela riega las plantas") == tokens.ids.tolist()


TRAINED = """
import json, sys
from core.tokenizer.export import tokenizer_json, train_with_library
text, sizes = json.load(sys.stdin)
print(json.dumps([tokenizer_json(train_with_library(text, one, size)) for one, size in sizes]))
"""


def test_the_same_text_gives_the_same_list_in_every_process():
    sizes = [("wordpiece", 120), ("wordpiece", 400), ("unigram", 120), ("unigram", 400)]
    lists = {
        subprocess.run(
            [sys.executable, "-c", TRAINED],
            input=json.dumps([PROSE, sizes]),
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(1, 6)
    }
    assert len(lists) == 1


def naive_wordpiece(text, size):
    """Join the most frequent pair until the list is full; of several alike, the one of the lowest numbers."""
    words = [word for word, _ in pre_tokenizers.BertPreTokenizer().pre_tokenize_str(text)]
    rows = [[word[0], *(f"##{sign}" for sign in word[1:])] for word in words]
    inside = sorted({piece for row in rows for piece in row[1:]})
    listed = {piece: at for at, piece in enumerate(["[UNK]", *inside, *sorted(set("".join(words)))])}
    while len(listed) < size:
        counts = Counter((listed[left], listed[right]) for row in rows for left, right in pairwise(row))
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        pieces = list(listed)
        joint = pieces[best[0]] + pieces[best[1]].removeprefix("##")
        listed.setdefault(joint, len(listed))
        rows = [joined_pieces(row, pieces[best[0]], pieces[best[1]], joint) for row in rows]
    return listed


def joined_pieces(row, left, right, joint):
    made: list[str] = []
    for piece in row:
        if made and (made[-1], piece) == (left, right):
            made[-1] = joint
        else:
            made.append(piece)
    return made


@pytest.mark.parametrize("text", ["el perro y el gato", "gato gata gatos gatas", PROSE[:400]])
def test_a_naive_loop_learns_the_same_wordpiece(text):
    for more in (0, 1, 5, 20):
        size = smallest(text, "wordpiece") + more
        assert train_with_library(text, "wordpiece", size).tokenizer.get_vocab() == naive_wordpiece(
            text, size
        )


def test_more_letters_than_the_trainer_would_keep_by_itself():
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 1_200)))
    trained = train_with_library(text, "wordpiece", smallest(text, "wordpiece"))
    assert b"[UNK]" not in trained.encode(text[:50]).pieces


def test_a_reserved_token_is_only_the_unknown():
    assert set(train_with_library(PROSE, "wordpiece", 400).specials()) == {"[UNK]"}
    assert train_with_library("a ##b", "wordpiece", 20).encode("ab").pieces == [b"[UNK]"]


def test_letters_that_no_cut_needs_are_all_worth_the_least():
    scores = learnt(train_with_library(PROSE, "unigram", 400)).set_index("piece")["score"]
    least = scores[scores == scores.min()].index
    assert {"C", "P", "M"} <= set(least)


def test_only_unigram_knows_probabilities():
    unigram, wordpiece = (learnt(train_with_library(PROSE, one, 400)) for one in ("unigram", "wordpiece"))
    assert (unigram["score"] <= 0).all()
    assert wordpiece["score"].isna().all()
    assert json.loads(tokenizer_json(train_with_library(PROSE, "unigram", 400)))["model"]["type"] == "Unigram"


@pytest.mark.parametrize("algorithm", ["wordpiece", "unigram"])
@pytest.mark.parametrize(
    "text", ["hola", "hola gato", "aaaa", "¿?", "ñ" * 300, "\x00a", "🚀 🚀", "x" * 5_000, *AWKWARD[60:80]]
)
def test_a_size_that_cannot_hold_the_letters_is_refused_and_the_next_one_ends(algorithm, text):
    if not text.strip():
        return
    needed = smallest(text, algorithm)
    with pytest.raises(InputError) as refused:
        train_with_library(text, algorithm, needed - 1)
    assert refused.value.values == {"given": needed - 1, "limit": needed}
    spelled = train_with_library(text, algorithm, needed).encode(text[:80]).pieces
    assert not {b"[UNK]", b"<unk>"}.intersection(spelled)


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_nothing_to_learn_from(text):
    with pytest.raises(InputError) as refused:
        train_with_library(text, "unigram", 100)
    assert refused.value.key == "empty_text"


def test_the_library_reads_only_the_beginning_of_endless_texts():
    text = "gato " * (LEARNT_FROM // 5) + "perro " * 10
    backend = train_with_library(text, "wordpiece", 100)
    assert b"perro" not in backend.encode("perro").pieces
    assert backend.encode("gato").pieces == [b"gato"]


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
