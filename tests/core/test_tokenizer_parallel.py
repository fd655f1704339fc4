"""The Spanish tax: measured sentence by sentence on pairs that the repository ships."""

import numpy as np
import pytest

from core.errors import ContentError, InputError
from core.tokenizer import available, encode, parallel
from core.tokenizer.parallel import Pair, pairs, tax


def test_the_shipped_pairs():
    shipped = pairs()
    assert len(shipped) >= 40
    assert len({pair.es for pair in shipped}) == len({pair.en for pair in shipped}) == len(shipped)
    assert len({pair.theme for pair in shipped}) >= 5
    for pair in shipped:
        assert pair.es.strip() == pair.es
        assert pair.en.strip() == pair.en
        assert 0.6 < len(pair.es) / len(pair.en) < 1.7, pair  # the same is said: neither side says much more


def test_one_vocabulary_counted_by_hand():
    sentences = [Pair("a", "el gato", "the cat"), Pair("b", "la casa", "the house")]
    spanish = [len(encode(pair.es, "cl100k_base")) for pair in sentences]
    english = [len(encode(pair.en, "cl100k_base")) for pair in sentences]
    row = tax(["cl100k_base"], sentences).iloc[0]
    assert (row["es"], row["en"]) == (sum(spanish), sum(english))
    assert row["ratio"] == sum(spanish) / sum(english)
    assert row["per_word_es"] == sum(spanish) / 4
    assert row["low"] <= np.median(np.array(spanish) / np.array(english)) <= row["high"]


def test_every_vocabulary_is_measured_and_the_cheapest_for_spanish_comes_first():
    measured = tax()
    assert set(measured["vocabulary"]) == set(available())
    assert measured["ratio"].is_monotonic_increasing
    ratio = measured.set_index("vocabulary")["ratio"]
    assert ratio["gatito"] < 1 < ratio["cl100k_base"]  # whose list learnt in Spanish charges for English
    assert ratio["o200k_base"] < ratio["cl100k_base"]


@pytest.mark.parametrize("sentences", [[], [Pair("a", "", "hi")], [Pair("a", "hola", "")]])
def test_nothing_to_compare_is_refused(sentences):
    with pytest.raises(InputError) as refused:
        tax(["cl100k_base"], sentences)
    assert refused.value.key == "empty_pair"


@pytest.mark.parametrize("text", ["- {theme: a, es: b}", "a: [", "- 3"])
def test_a_broken_file_names_itself(tmp_path, monkeypatch, text):
    path = tmp_path / "parallel.yaml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(parallel, "FILE", path)
    pairs.cache_clear()
    try:
        with pytest.raises(ContentError, match=r"parallel\.yaml"):
            pairs()
    finally:
        pairs.cache_clear()
