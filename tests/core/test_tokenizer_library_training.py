"""WordPiece and Unigram, which the library trains: a naive loop as judge, the same list every time, sizes that hold a text."""

import json
import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise

import pytest
from tokenizers import pre_tokenizers

from core.course import ROOT
from core.errors import InputError
from core.tokenizer.export import LEARNT_FROM, learnt, smallest, tokenizer_json, train_with_library
from tests.core.tokenizer_references import AWKWARD, PROSE, joined


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
        rows = [joined(row, (pieces[best[0]], pieces[best[1]]), joint) for row in rows]
    return listed


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
