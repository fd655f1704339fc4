"""Vectors, neighbours, analogies, lists of words: real models, cases by hand, clumsy input."""

import numpy as np
import pandas as pd
import pytest
import torch

from core import embeddings
from core.embeddings import lookup, wordlists
from core.errors import ContentError, InputError
from core.gatito import space
from core.models import load


def test_a_gatito_vector_is_the_row_of_its_token():
    loaded = load("gatito")
    row = loaded.tokenizer(" gato", add_special_tokens=False)["input_ids"]
    assert len(row) == 1
    table = loaded.model.get_input_embeddings().weight
    assert np.array_equal(embeddings.vectors(["gato"])[0], table[row[0]].numpy())


def test_a_word_of_several_tokens_is_the_mean_of_their_rows():
    loaded = load("gatito")
    ids = loaded.tokenizer(" blockchain", add_special_tokens=False)["input_ids"]
    assert len(ids) > 1
    expected = loaded.model.get_input_embeddings().weight[ids].mean(dim=0)
    assert np.allclose(embeddings.vectors(["blockchain"])[0], expected.numpy())


def test_minilm_reads_each_word_alone_whatever_its_batch():
    words = ["queen", "a much longer piece of text than a word", "cat"]
    embeddings.forget()
    together = embeddings.vectors(words, "minilm")
    loaded = load("minilm")
    for word, found in zip(words, together, strict=True):
        with torch.inference_mode():
            states = loaded.model(**loaded.tokenizer(word, return_tensors="pt")).last_hidden_state[0]
        mean = states.mean(dim=0)
        assert np.allclose(found, (mean / mean.norm()).numpy(), atol=1e-5)
    assert together.dtype == np.float32
    assert together.shape == (3, 384)


def test_vectors_are_computed_once_and_come_in_the_order_asked(monkeypatch):
    embeddings.forget()
    first = embeddings.vectors(["rey", "mesa", "rey", " mesa "])
    assert np.array_equal(first[0], first[2])
    assert np.array_equal(first[1], first[3])

    def refuse(*_):
        raise AssertionError("computed again")

    monkeypatch.setattr(lookup, "_computed", refuse)
    assert np.array_equal(embeddings.vectors(["mesa", "rey"]), first[[1, 0]])


def test_the_memory_of_vectors_is_bounded(monkeypatch):
    monkeypatch.setattr(lookup, "MOST_KEPT", 3)
    embeddings.forget()
    embeddings.vectors(["rey", "mesa", "gato", "perro", "sopa"])
    assert len(lookup._kept) == 3
    embeddings.forget()


@pytest.mark.parametrize("words", [[], [""], ["gato", "  "]])
def test_no_word_gets_a_sentence(words):
    with pytest.raises(InputError) as refused:
        embeddings.vectors(words)
    assert refused.value.key == "no_words"


@pytest.mark.parametrize("word", ["猫", "кошка", "قطة", "🐱", "gato猫", "a" * 500, "ñandú", "x\u0301"])
@pytest.mark.parametrize("model", ["gatito", "minilm"])
def test_any_script_gives_finite_numbers(word, model):
    assert np.isfinite(embeddings.vectors([word], model)).all()


@pytest.mark.parametrize("measure", embeddings.MEASURES)
def test_neighbours_are_a_sorted_naive_list(measure):
    words = [*embeddings.everything("es")[:60], "gato"]
    table = embeddings.neighbours("gato", words, k=None, measure=measure)
    here = embeddings.vectors(["gato"])[0].astype(float)

    def alike(word):
        there = embeddings.vectors([word])[0].astype(float)
        if measure == "dot":
            return float(here @ there)
        if measure == "euclidean":
            return -float(np.linalg.norm(here - there))
        return float(here @ there / np.linalg.norm(here) / np.linalg.norm(there))

    expected = sorted((word for word in dict.fromkeys(words) if word != "gato"), key=alike, reverse=True)
    assert table["word"].tolist() == expected
    assert np.allclose(table["similarity"], [alike(word) for word in expected])


def test_a_vector_without_length_is_like_nothing():
    found = embeddings.similarities(np.zeros(3), np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]))
    assert found.tolist() == [0.0, 0.0]


@pytest.mark.parametrize("word, words", [("", ["a"]), ("gato", []), ("gato", ["gato", " gato", ""])])
def test_neighbours_of_nothing_get_a_sentence(word, words):
    with pytest.raises(InputError):
        embeddings.neighbours(word, words)


def test_rey_minus_hombre_plus_mujer_is_reina_with_gatito():
    table = embeddings.analogy("hombre", "rey", "mujer", embeddings.everything("es"))
    assert table["word"].iloc[0] == "reina"
    assert len(table) == len(embeddings.everything("es")) - 3


def test_king_minus_man_plus_woman_is_queen_with_minilm():
    assert (
        embeddings.analogy("man", "king", "woman", embeddings.everything("en"), "minilm")["word"].iloc[0]
        == "queen"
    )


def test_with_the_inputs_kept_the_answer_is_an_input_in_minilm():
    words = embeddings.everything("en")
    kept = embeddings.analogy("man", "king", "woman", words, "minilm", keep_inputs=True)
    assert kept["word"].iloc[0] in {"king", "woman"}
    assert set(kept["word"]) == set(words)
    removed = embeddings.analogy("man", "king", "woman", words, "minilm")
    rest = kept[~kept["word"].isin(["man", "king", "woman"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(rest, removed)


def test_inputs_that_are_in_no_list_can_answer_too():
    kept = embeddings.analogy("hombre", "rey", "mujer", ["mesa"], keep_inputs=True)
    assert set(kept["word"]) == {"mesa", "hombre", "rey", "mujer"}


@pytest.mark.parametrize("a, b, c", [("", "rey", "mujer"), ("hombre", " ", "mujer"), ("hombre", "rey", "")])
def test_an_analogy_with_a_word_missing_gets_a_sentence(a, b, c):
    with pytest.raises(InputError) as refused:
        embeddings.analogy(a, b, c, ["reina"])
    assert refused.value.key == "analogy_word"


def test_success_is_what_asking_one_by_one_gives():
    pairs = embeddings.relations()["es"]["gender"][:5]
    words = embeddings.everything("es")
    right = kept = inputs = asked = 0
    for one in pairs:
        for other in pairs:
            if one == other:
                continue
            for a, b, c, d in ((*one, *other), (one[1], one[0], other[1], other[0])):
                asked += 1
                right += embeddings.analogy(a, b, c, words)["word"].iloc[0] == d
                first = embeddings.analogy(a, b, c, words, keep_inputs=True)["word"].iloc[0]
                kept += first == d
                inputs += first in {a, b, c}
    found = embeddings.success(pairs, words)
    assert found == {
        "questions": asked, "right": right / asked, "right_kept": kept / asked, "input": inputs / asked,
    }  # fmt: skip


def test_success_agrees_with_gatitos_own_measurement():
    """The model card asks the same of its own pairs among all its words; here it is asked again, by other code."""
    loaded = load("gatito")
    words, _ = space.word_vectors(loaded.model, loaded.tokenizer)
    pairs = [pair for pair in space.gendered_pairs() if pair[0] in words and pair[1] in words]
    card = space.analogies(loaded.model, loaded.tokenizer)
    found = embeddings.success(pairs, words)
    assert found["questions"] == card["questions"]
    assert found["right"] == pytest.approx(card["first"], abs=2 / card["questions"])


@pytest.mark.parametrize("language, model", [("es", "gatito"), ("en", "minilm")])
def test_the_table_of_analogies_is_honest_about_failures(language, model):
    table = embeddings.success_table(embeddings.relations()[language], embeddings.everything(language), model)
    assert table["relation"].tolist() == ["gender", "capital", "plural", "opposite"]
    assert table["right"].between(0, 1).all()
    assert (table["right"] >= table["right_kept"]).all()
    assert table["right"].max() > 0.9
    assert table["right"].min() < 0.7


def test_one_pair_is_no_relation():
    with pytest.raises(InputError):
        embeddings.success([("rey", "reina")], ["mesa"])


def test_a_relation_with_half_a_letter_for_a_name_is_refused():
    with pytest.raises(InputError):
        embeddings.success_table({"\ud800": [("rey", "reina"), ("actor", "actriz")]}, ["mesa"])


@pytest.mark.parametrize(
    "text, words",
    [
        ("gato perro", ("gato", "perro")),
        ("Buenos Aires\nLima", ("Buenos Aires", "Lima")),
        ("word;theme\n\n\ngato;animal\n", ("word", "theme", "gato", "animal")),
        ('"gato","perro"', ("gato", "perro")),
        ("\ufeffgato,perro", ("gato", "perro")),
        ("  \n ,,; \t", ()),
        ("", ()),
        ("猫, кошка, gato", ("猫", "кошка", "gato")),
    ],
)
def test_words_are_read_however_they_come(text, words):
    assert embeddings.read_words(text).words == words


def test_twenty_thousand_words_are_cut_and_counted():
    read = embeddings.read_words("\n".join(f"w{n}" for n in range(20_000)))
    assert len(read.words) == embeddings.MOST_WORDS
    assert read.left_out == 20_000 - embeddings.MOST_WORDS


def test_what_is_repeated_or_too_long_is_counted():
    read = embeddings.read_words("gato, gato, " + "a" * 41 + ", perro")
    assert (read.words, read.repeated, read.too_long) == (("gato", "perro"), 1, 1)


def test_the_spanish_lists_belong_to_gatitos_world():
    assert embeddings.outside(embeddings.everything("es"), "gatito") == ["sonrisa"]
    assert all(len(embeddings.pieces(word)) == 1 for word in embeddings.everything("es"))


def test_every_list_has_as_many_words_in_both_languages():
    for groups in embeddings.themes().values():
        for group in groups:
            assert len(group.es) == len(group.en) > 3


def test_minilm_says_what_it_has_no_sign_for():
    assert embeddings.outside(["cat", "\U0001f9ff"], "minilm") == ["\U0001f9ff"]


def test_broken_lists_say_which_file(tmp_path, monkeypatch):
    monkeypatch.setattr(wordlists, "FOLDER", tmp_path)
    for text in (None, "- a\n", "a: [\n"):
        if text:
            (tmp_path / "themes.yaml").write_text(text)
        with pytest.raises(ContentError, match=r"themes\.yaml"):
            wordlists.themes.__wrapped__()


def test_search_finds_by_meaning_where_no_word_is_shared():
    lines = ["The soup is hot.", "The king sleeps in a palace.", "The cat chases a mouse."]
    table = embeddings.search("the monarch", lines)
    assert table["sentence"].iloc[0] == "The king sleeps in a palace."
    assert table["shared"].tolist() == [0, 0, 0]


@pytest.mark.parametrize("question, lines", [("", ["a"]), ("x", []), ("x", ["", " "])])
def test_search_without_question_or_sentences_gets_a_sentence(question, lines):
    with pytest.raises(InputError):
        embeddings.search(question, lines)
