"""The page of lesson 4: every activity in both languages, predictions, frozen axes, hostile and clumsy input."""

from functools import partial

import pytest

from core.content import LANGUAGES, Content
from core.embeddings import Plan, draw_map, everything
from core.embeddings.wordlists import WordList
from core.ui.components import cloud
from core.ui.embeddings import ACTIVITIES, shared
from tests.pages.opening import deepen, page_of, plain, said

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
    told = Content("embeddings", "es").text("seeing.input_wins", best="king", step=1.16, s=0.63)
    assert told in plain(said(page))


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


def test_the_word_that_gatito_never_read_is_told_where_it_is_drawn():
    never = "nunca lo leyó como palabra"
    for query in ({"theme": "syllabus"}, {"activity": "birth", "birth_theme": "syllabus"}):
        assert never in said(page_of("embeddings", **query))
    for query in ({"theme": "animals"}, {"theme": "syllabus", "model": "minilm"}):
        assert never not in said(page_of("embeddings", **query))
    assert "la media de los trozos" in said(page_of("embeddings", words="pirata"))
    near = page_of("embeddings", activity="near", near_es="mascota")
    assert never in said(near)


@pytest.mark.parametrize("theme, nearest", [("syllabus", 3), ("food", 4), ("people", 5)])
def test_families_are_measured_by_as_many_nearest_as_can_all_be_of_one(theme, nearest):
    page = page_of("embeddings", activity="birth", birth_theme=theme)
    assert f"De las {nearest} palabras más cercanas a cada una" in said(page)


@pytest.mark.parametrize(
    "query, key",
    [
        ({"model": "minilm"}, "measures_unit"),
        ({"near_es": "París", "among": "world"}, "measures_agree"),
        ({}, "measures_differ"),
    ],
)
def test_why_the_measures_agree_is_said_only_where_it_is_so(query, key):
    text = plain(said(page_of("embeddings", activity="near", **query)))
    for one in ("measures_unit", "measures_agree", "measures_differ"):
        assert (Content("embeddings", "es").text(f"seeing.{one}") in text) == (one == key)


def test_words_that_all_keep_as_many_have_no_best_and_no_worst():
    page = page_of("embeddings", theme="own", words="gato, perro, rey")
    assert "Todas conservan las mismas: 2 de 2" in said(page)


@pytest.mark.parametrize("method", ["pca2", "pca3", "tsne", "axes"])
@pytest.mark.parametrize("words, k", [("rey\nreina", 1), ("rey, reina, gato", 2), ("", 10)])
def test_a_map_of_few_words_tells_as_many_neighbours_as_there_are(monkeypatch, method, words, k):
    drawn: list = []
    monkeypatch.setattr(cloud, "draw", lambda *given, **_: drawn.append(given))
    query = {"theme": "own", "words": words, "word": "rey"} if words else {}
    text = plain(said(page_of("embeddings", method=method, **query)))
    made, _, told, *_ = drawn[-1]
    hint, note = told["hint"], made.notes[0]
    if k == 1:
        assert "su única vecina verdadera" in hint
        assert note == "su única vecina verdadera es reina"
        assert "Con dos palabras, la única vecina verdadera de cada una es la otra" in text
    else:
        assert f"sus {k} vecinas verdaderas" in hint
        assert f"de sus {k} vecinas verdaderas" in note
        assert f"De las {k} vecinas verdaderas" in text
    assert "1 vecinas" not in text
    assert "de 1" not in text.split("vecina verdadera")[-1][:80]


@pytest.mark.parametrize(
    "kept, told", [(8, "Las que el mapa"), (9, "La que el mapa"), (10, "aquí puedes fiarte")]
)
def test_what_the_map_took_away_is_told_in_its_number(kept, told):
    words = everything("es")[:14]
    drawn = draw_map(Plan(words))
    word = next(one for one, held in zip(words, drawn.held, strict=True) if held.sum() == kept)
    assert told in plain(said(page_of("embeddings", theme="own", words=", ".join(words), word=word)))


def test_the_verdict_on_a_map_is_about_the_map_of_the_bet():
    page = page_of("embeddings", predict="1")
    next(one for one in page.button if str(one.key).startswith("commit--")).click().run()
    line = said(page).split("apuesta")[1][:40]
    page.segmented_control(key="embeddings.method").set_value("tsne").run()
    assert said(page).split("apuesta")[1][:40] == line


def test_a_guess_about_near_words_is_asked_for_each_list():
    page = page_of("embeddings", predict="1", activity="near")
    next(one for one in page.button if str(one.key).startswith("skip--")).click().run()
    assert Content("frame", "es").text("seeing.title") in said(page)
    page.selectbox(key="embeddings.among").set_value("food").run()
    assert Content("frame", "es").text("seeing.title") not in said(page)


@pytest.mark.parametrize(
    "model, b, a, c, key, step, s",
    [
        ("minilm", "king", "man", "woman", "input_wins", 1.16, 0.63),
        ("gatito", "rey", "agua", "Francia", "input_wins", 1.36, 0.68),
        ("minilm", "king", "house", "houses", "input_wins_short", 0.48, 0.89),
        ("minilm", "Paris", "France", "Italy", "input_wins_other", 0.0, 0.0),
    ],
)
def test_an_input_wins_for_the_reason_that_is_told(model, b, a, c, key, step, s):
    side = "es" if model == "gatito" else "en"
    query = {f"{name}_{side}": word for name, word in zip("bac", (b, a, c), strict=True)}
    page = page_of("embeddings", activity="analogies", model=model, keep="1", **query)
    best = c if key == "input_wins_other" else b
    assert Content("embeddings", "es").text(f"seeing.{key}", best=best, step=step, s=s) in plain(said(page))
    assert ("tan corto" in plain(said(page))) == (key == "input_wins_short")


@pytest.mark.parametrize(
    "case, key", [("bank", "parted"), ("bat", "parted_before"), ("gata", "parted"), ("vela", "not_parted")]
)
def test_a_model_is_thanked_for_the_senses_only_when_its_layers_set_them_apart(case, key):
    page = page_of("embeddings", activity="context", case=case)
    model = "Gatito" if case == "gata" else "MiniLM-L6"
    for one in ("parted", "parted_before", "not_parted"):
        told = Content("embeddings", "es").text(f"seeing.{one}", model=model)
        assert (plain(told) in plain(said(page))) == (one == key)
    assert "es su lugar en la frase" in plain(said(page))


def test_sentences_of_the_learners_own_are_shown_without_a_guess():
    own = "uno: A bank lends money.\ndos: We sat on the bank."
    page = page_of("embeddings", predict="1", activity="context", sentences_bank=own)
    assert Content("frame", "es").text("seeing.title") in said(page)


def test_the_bet_on_an_analogy_is_held_against_the_words_of_now(monkeypatch):
    page = opened(predict="1", **{"embeddings.activity": "analogies"})
    bets = next(group for group in page.pills if "reina" in group.options)
    bets.set_value("reina").run()
    words = Content("embeddings", "es")
    assert words.text("predict.analogy_right", word="reina") in plain(said(page))
    added = WordList(("rey reina reina",), 0, 0, 0)
    monkeypatch.setattr(shared, "own_words", lambda *_: added)
    page.run()
    assert words.text("predict.analogy_wrong", word="rey reina reina") in plain(said(page))


def box_of_sentences(page, code):
    return page.text_area(key=f"embeddings.sentences_{code}").value


def test_sentences_that_nobody_changed_are_told_in_the_language_of_the_page():
    page = page_of("embeddings", activity="context", case="bank", lang="es")
    assert "orilla: We sat" in box_of_sentences(page, "bank")
    for language, word, other in (("en", "river", "orilla"), ("es", "orilla", "river:")):
        page.query_params["lang"] = language
        page.run()
        assert f"{word}: We sat" in box_of_sentences(page, "bank")
        assert other not in box_of_sentences(page, "bank")
        assert "embeddings.sentences_bank" not in page.query_params


def test_sentences_of_the_learners_own_stay_in_another_language():
    page = page_of("embeddings", activity="context", case="bank", lang="es")
    own = box_of_sentences(page, "bank") + "\norilla: Ducks sleep on the bank."
    page.text_area(key="embeddings.sentences_bank").set_value(own).run()
    page.query_params["lang"] = "en"
    page.run()
    assert box_of_sentences(page, "bank") == own
    assert own in page.query_params["embeddings.sentences_bank"]
