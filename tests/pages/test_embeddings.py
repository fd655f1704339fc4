"""The page of lesson 4: every activity in both languages, predictions, frozen axes, hostile and clumsy input."""

from functools import partial

import pytest

from core.content import LANGUAGES, Content
from core.ui.embeddings import ACTIVITIES
from tests.pages.opening import deepen, page_of, said

opened = partial(page_of, "embeddings")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("activity", ACTIVITIES)
def test_every_activity_opens_and_says_what_is_seen(activity, language):
    page = opened(lang=language, **{"embeddings.activity": activity})
    assert Content("frame", language).text("seeing.title") in said(page)


def test_nothing_is_shown_before_the_guess_and_everything_after():
    page = opened(predict="1", **{"embeddings.activity": "near"})
    assert Content("frame", "es").text("seeing.title") not in said(page)
    guess = next(group for group in page.pills if any("perro" in option for option in group.options))
    assert len(guess.options) == 3
    right = next(option for option in guess.options if "perro" in option)
    guess.set_value(right).run()
    assert Content("embeddings", "es").text("predict.near_right", words=right) in said(page)
    assert Content("frame", "es").text("seeing.title") in said(page)


@pytest.mark.parametrize("method", ["pca2", "pca3", "tsne", "axes"])
@pytest.mark.parametrize("model", ["gatito", "minilm"])
def test_every_way_of_flattening_in_both_models(method, model):
    page = opened(**{"embeddings.method": method, "embeddings.model": model})
    assert Content("frame", "es").text("seeing.title") in said(page)


def test_words_are_placed_without_moving_the_map_until_it_is_recomputed():
    page = opened(**{"embeddings.words": "sopa, rey"})
    before = said(page)
    assert "Colocadas sin mover el mapa" in before
    variance = before.split("cabe")[1][:6]
    page.button(key="recompute").click().run()
    assert not page.exception
    assert "Colocadas sin mover el mapa" not in said(page)
    assert not [button for button in page.button if button.key == "recompute"]
    assert said(page).split("cabe")[1][:6] != variance
    assert "included" in str(page.query_params)


def test_a_chosen_word_says_who_it_lost():
    page = opened(**{"embeddings.word": "gato"})
    assert "«gato» conserva" in said(page)
    assert opened(**{"embeddings.word": "nadie"})


@pytest.mark.parametrize(
    "query, key",
    [
        ({"embeddings.theme": "own"}, "few_words"),
        ({"embeddings.theme": "own", "embeddings.words": "gato"}, "few_words"),
        ({"embeddings.theme": "own", "embeddings.words": "gato, gato,, \n gato"}, "few_words"),
        ({"embeddings.method": "axes", "embeddings.axes_es": "mujer"}, "no_axes"),
        ({"embeddings.method": "axes", "embeddings.axes_es": ""}, "no_axes"),
        ({"embeddings.activity": "analogies", "embeddings.a_es": " "}, "analogy_word"),
        ({"embeddings.activity": "near", "embeddings.near_es": ""}, "no_words"),
        ({"embeddings.activity": "search", "embeddings.question_en": " "}, "empty_text"),
        ({"embeddings.activity": "search", "embeddings.documents_en": " "}, "no_documents"),
        ({"embeddings.activity": "context", "embeddings.sentences_bank": "A bank."}, "few_sentences"),
    ],
)
def test_clumsy_input_gets_its_sentence(query, key):
    page = opened(**query)
    assert Content("errors", "es").text(key) in said(page)


def test_a_sentence_without_the_word_is_named():
    page = opened(**{"embeddings.activity": "context", "embeddings.sentences_bank": "A bank.\nA tree."})
    assert "A tree" in said(page)


def test_words_of_another_world_repeated_and_too_many_are_told():
    page = opened(**{"embeddings.words": "blockchain, gato, gato, " + "a" * 41})
    text = said(page)
    assert "blockchain" in text
    assert Content("embeddings", "es").markdown("notes.repeated", n=1, most=0) in text
    assert Content("embeddings", "es").markdown("notes.too_long", n=1, most=0) in text


def test_twenty_thousand_words_are_cut_in_sight():
    page = opened(**{"embeddings.theme": "own"})
    page.session_state["embeddings.words"] = "\n".join(f"w{n}" for n in range(20_000))
    page.run()
    assert not page.exception
    left_out = Content("embeddings", "es").markdown("notes.left_out", n=18_000, most=2_000)
    assert left_out in said(page)
    assert Content("embeddings", "es").markdown("notes.not_in_link", limit=2_000) in said(page)


@pytest.mark.parametrize("words", ["猫 кошка قطة 🐱", "<script>alert(1)</script> *a* $b$", "ñ, é, x\u0301"])
def test_any_script_is_drawn(words):
    page = opened(**{"embeddings.words": words})
    assert Content("frame", "es").text("seeing.title") in said(page)


@pytest.mark.parametrize(
    "hostile",
    [
        {"embeddings.activity": "../../etc"},
        {"embeddings.method": "umap"},
        {"embeddings.theme": "x"},
        {"embeddings.seed": "-1"},
        {"embeddings.seed": "1e99"},
        {"embeddings.perplexity": "0"},
        {"embeddings.model": "no-such"},
        {"embeddings.word": "<b>"},
        {"embeddings.colour": "nan"},
        {"embeddings.included": "nobody"},
    ],
)
def test_hostile_addresses_fall_back_to_what_works(hostile):
    assert Content("frame", "es").text("seeing.title") in said(opened(**hostile))


@pytest.mark.parametrize("model", ["../..", "https://example.org/x", "nadie/nada"])
def test_a_hostile_or_absent_hub_model_gets_a_sentence(model):
    page = opened(**{"embeddings.model": "hub", "embeddings.model_hub": model})
    assert Content("frame", "es").text("seeing.title") not in said(page)


@pytest.mark.parametrize("case", ["bank", "gata", "llama", "banco", "vela", "bat"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_in_context(case, language):
    page = opened(lang=language, **{"embeddings.activity": "context", "embeddings.case": case})
    assert Content("frame", language).text("seeing.title") in said(page)


def test_the_analogy_with_inputs_kept_says_that_an_input_wins():
    page = opened(
        **{"embeddings.activity": "analogies", "embeddings.model": "minilm", "embeddings.keep": "1"}
    )
    assert Content("embeddings", "es").markdown("seeing.input_wins", best="king") in said(page)


def test_analogies_are_counted_in_both_models():
    page = opened(**{"embeddings.activity": "analogies", "embeddings.view": "count"})
    assert "Gatito" in said(page)
    assert "8468" in said(page).replace(".", "").replace("\\", "")


FIGURES = {
    "map": "map",
    "near": "near",
    "analogies": "analogy",
    "context": "context",
    "birth": "birth",
    "search": "search",
}


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_every_figure_has_a_table_and_a_call_that_runs(activity):
    page = opened(**{"embeddings.activity": activity})
    figure = f"embeddings-{FIGURES[activity]}"
    page.button(key=f"table--{figure}").click().run()
    assert len(page.dataframe[0].value) > 1
    page.button(key=f"code--{figure}").click().run()
    assert not page.exception
    exec(compile(page.code[0].value, activity, "exec"), {})  # noqa: S102  what a learner is told to run, is run


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_experiment_leads_somewhere(place, language):
    page = opened(lang=language)
    deepen(page, "embeddings", "experiments", language)
    page.button(key=f"try--embeddings--{place}").click().run()
    assert not page.exception
    assert Content("frame", language).text("seeing.title") in said(page)
