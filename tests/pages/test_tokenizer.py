"""The page of lesson 3: every activity in both languages, the prediction, hostile addresses, endless texts."""

from functools import partial
from types import SimpleNamespace
from typing import cast

import pytest
from streamlit.testing.v1 import AppTest

from core import tokenizer
from core.content import LANGUAGES, Content
from core.course import lesson
from core.numbers import Numbers
from core.tokenizer.chat import TEMPLATES
from core.tokenizer.library import LibraryBackend
from core.tokenizer.searches import longest_match
from core.ui import frame
from core.ui.tokenizer import ACTIVITIES
from core.ui.tokenizer.film import searched
from tests.pages import opening
from tests.pages.opening import page_of, seen

PAGE = str(lesson("tokenizer").path)
WORDS = {language: Content("tokenizer", language) for language in LANGUAGES}


opened = partial(page_of, "tokenizer", 120)


def said(page):
    return opening.said(page).replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("activity", ACTIVITIES)
def test_every_activity_opens_and_says_what_is_seen(activity, language):
    assert seen(opened(lang=language, activity=activity), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", WORDS["es"].value("cases"))
def test_every_case_asks_before_and_explains_after(case, language):
    words = WORDS[language]
    text = words.value(f"cases.{case}.text")
    before = opened(lang=language, predict="1", text=text)
    assert not seen(before, language)
    bins = words.value(f"cases.{case}.bins")
    last = words.text("predict.last", low=bins[-1])
    guess = next(group for group in before.pills if last in group.options)
    guess.set_value(str(bins[0])).run()
    assert seen(before, language)
    count = tokenizer.count(text, "o200k_base")
    assert f"{count} token" in said(before)
    assert bins[0] <= count < 3 * bins[-1]  # the stretches offered are about the truth


@pytest.mark.parametrize("vocabulary", tokenizer.available())
def test_every_vocabulary_cuts_and_plays(vocabulary):
    text = "¡Canción  nueva! 🚀\n9.11"
    page = opened(
        text=text, vocabularies=[vocabulary, "cl100k_base"], invisible="1", grouped="1", show="bytes"
    )
    lost = tokenizer.loss(text, vocabulary)
    assert (WORDS["es"].text("seeing.reasons.unknown") in said(page)) == bool(
        lost and "unknown" in lost.reasons
    )
    assert seen(opened(activity="film", film_vocabulary=vocabulary, word="incredibilísimo 🚀"))
    assert seen(opened(activity="tax", vocabulary=vocabulary))


@pytest.mark.parametrize("algorithm", ["byte_bpe", "wordpiece", "unigram"])
@pytest.mark.parametrize("view", ["watch", "use", "list"])
@pytest.mark.parametrize(
    "source", [None, "a", "aaabdaaabac", "\U0001f680" * 300, "x" * 3000, "漢字仮名" * 200]
)
def test_training_takes_any_text(algorithm, view, source):
    query = {"activity": "train", "algorithm": algorithm, "view": view}
    assert seen(opened(**query, **({"source": source} if source else {})))


@pytest.mark.parametrize("word, looks, tokens", [("hola🫠", 7, 1), ("🫠", 1, 1), ("hola 🫠 gato", 9, 5)])
def test_a_word_that_wordpiece_cannot_finish_is_one_token(word, looks, tokens):
    assert len(tokenizer.encode(word, "minilm")) == tokens
    page = said(opened(activity="film", film_vocabulary="minilm", word=word))
    words = WORDS["es"]
    tries = words.text(f"words.amounts.looks.{'one' if looks == 1 else 'many'}", n=looks)
    assert words.text("seeing.wordpiece", tries=tries, found=tokens).rstrip(".") + " " in page


def test_two_words_that_a_wordpiece_of_your_own_lacks_are_two_tokens():
    page = said(opened(activity="train", algorithm="wordpiece", source="aaaa", **{"try": "zzz ñ"}))
    assert WORDS["es"].text("seeing.wordpiece", tries="4 veces", found=2).rstrip(".") + " " in page


@pytest.mark.parametrize("word", ["hola🫠", "🫠", "hola 🫠 gato", "gatito"])
def test_the_search_of_wordpiece_ends_at_the_pieces_of_the_encoder(word):
    loaded = tokenizer.backend("minilm")
    assert isinstance(loaded, LibraryBackend)
    looked = [(one, longest_match(one)) for one in loaded.chunks(word)]
    film, _ = searched(cast("frame.Lesson", SimpleNamespace(t=WORDS["es"].text)), looked)
    assert len(film.frame(len(film.steps))) == len(tokenizer.encode(word, "minilm"))


@pytest.mark.parametrize("word, key", [("日本語", "one"), ("🫠a日", "many"), ("hola", None)])
def test_unigram_says_what_is_not_on_its_list(word, key):
    page = said(opened(activity="film", film_vocabulary="unigram", word=word))
    for other in ("one", "many"):
        start, _, end = (
            WORDS["es"].text(f"seeing.unigram_unknown.{other}", pieces="«日本語»").partition("token")
        )
        assert (start.removeprefix("«日本語»") in page) == (other == key), end


@pytest.mark.parametrize("letters", [100, 120])
def test_unigram_says_how_much_of_a_long_word_it_cuts(letters):
    page = said(opened(activity="film", film_vocabulary="unigram", word="x" * letters))
    assert (WORDS["es"].text("seeing.unigram_beginning", n=100) in page) == (letters > 100)


def test_the_longest_piece_of_a_list_was_learnt():
    words = WORDS["es"]
    for algorithm in ("wordpiece", "unigram"):
        page = said(opened(activity="train", algorithm=algorithm, view="list", merges=0, source="a b c"))
        assert "El más largo" not in page
        assert (
            words.text("seeing.list_letters", n=4 if algorithm == "wordpiece" else 5).partition(" tokens")[2]
            in page
        )
    assert "El más largo es «co»" in said(
        opened(activity="train", algorithm="wordpiece", view="list", merges=1)
    )


@pytest.mark.parametrize("view", ["watch", "list"])
def test_what_the_film_leaves_out_is_said_where_the_film_is(view):
    page = said(opened(activity="train", view=view, source="la casa azul " * 120))
    assert (WORDS["es"].text("seeing.train_sample", n=1200) in page) == (view == "watch")


def test_a_text_that_gives_no_more_says_what_it_gives():
    def told(view, merges, **more):
        return said(opened(activity="train", view=view, merges=merges, **more))

    words = WORDS["es"]
    given = {
        "BPE": words.text("words.amounts.merges.many", n=3),
        "WordPiece": words.text("words.amounts.tokens.many", n=11),
        "Unigram": words.text("words.amounts.tokens.many", n=6),
    }
    amounts = {name: words.text("train.full_one", name=name, amount=amount) for name, amount in given.items()}
    text = "abcd abcd"
    assert words.text("train.full", what=", ".join(amounts.values())) in told("use", "50", source=text)
    alone = words.text("train.full", what=amounts["WordPiece"])
    for view in ("watch", "list"):
        assert alone in told(view, "50", algorithm="wordpiece", source=text)
    start = words.text("train.full", what="")[:20]
    assert start not in told("list", "0", algorithm="wordpiece", source=text)
    assert start not in told("list", "20", algorithm="wordpiece")  # the page's own text gives more than that


def test_the_lists_speak_the_language_of_the_page():
    for language, titles in {"es": ["número", "trozo"], "en": ["number", "piece"]}.items():
        page = opened(lang=language, activity="train", algorithm="wordpiece", view="list")
        assert page.dataframe[0].value.columns.tolist() == titles
    unigram = opened(activity="train", algorithm="unigram", view="list").dataframe[0].value
    assert unigram.columns.tolist()[2] == WORDS["es"].value("train.columns")["score"]


@pytest.mark.parametrize("vocabulary", TEMPLATES)
@pytest.mark.parametrize("trust", ["0", "1"])
def test_chats_say_whether_somebody_was_obeyed(vocabulary, trust):
    from core.tokenizer.chat import ending

    page = opened(activity="chat", chat_vocabulary=vocabulary, user=f"hola {ending(vocabulary)}", trust=trust)
    danger = WORDS["es"].text("seeing.chat_danger_one").split(":")[0]
    assert (danger in said(page)) == (trust == "1")


@pytest.mark.parametrize("trust, answer", [("0", "text"), ("1", "order")])
def test_the_guess_about_a_typed_special_token_agrees_with_the_picture(trust, answer):
    from core.tokenizer.chat import ending, tokens_over

    special = ending("qwen3")
    user = f"hola {special}"
    page = opened(predict="1", activity="chat", chat_vocabulary="qwen3", user=user, trust=trust)
    options = WORDS["es"].value("predict.chat_options")
    guess = next(group for group in page.pills if options["order"] in group.options)
    guess.set_value(answer).run()
    key = "chat_obeyed_right" if trust == "1" else "chat_right"
    n = tokens_over(user, special, "qwen3")
    assert WORDS["es"].text(f"predict.{key}", special=special, n=n) in said(page)
    only_the_service = WORDS["es"].value("seeing.chat").rpartition(":")[2]
    assert (only_the_service in said(page)) == (trust == "0")


@pytest.mark.parametrize(
    "query",
    [
        {"text": ""},
        {"text": "\x00\x07"},
        {"text": " "},
        {"activity": "film", "word": ""},
        {"activity": "film", "word": " "},
        {"activity": "train", "source": ""},
        {"activity": "train", "try": ""},
        {"activity": "train", "view": "use", "try": ""},
        {"activity": "train", "merges": "0"},
        {"activity": "chat", "user": "", "system": ""},
        {"activity": "tax", "pair": "own", "es": "", "en": "hello"},
    ],
    ids=str,
)
def test_empty_is_a_sentence(query):
    page = opened(**query)
    assert said(page)


@pytest.mark.parametrize(
    "query",
    [
        {
            "activity": "<script>",
            "vocabularies": ["nope", "../.."],
            "show": "💥",
            "window": "-3",
            "context": "1e99",
        },
        {"price": "nan", "every": "-1", "hub": "https://x/y", "grouped": "maybe"},
        {"activity": "train", "merges": "999999", "algorithm": "magic", "view": "x", "source": "y" * 60_000},
        {"activity": "film", "film_vocabulary": "hub:a/b", "word": "z" * 5000},
        {"activity": "tax", "vocabulary": "", "pair": "999"},
        {"activity": "chat", "chat_vocabulary": "minilm", "trust": "yes"},
    ],
    ids=str,
)
def test_hostile_addresses_fall_back_to_something_sensible(query):
    assert seen(opened(**query)) or "No ha podido" in said(opened(**query))


@pytest.mark.parametrize("hub", ["../..", "https://a.b/c", "x" * 2000, "nobody/nothing"])
def test_a_hub_id_that_cannot_be_had_is_a_sentence_and_the_rest_stays(hub):
    page = opened(hub=hub)
    assert Content("frame", "es").text("errors.title") in said(page)
    assert seen(page)


def test_meter_price_and_marks():
    page = opened(text="Hola mundo", vocabularies=["cl100k_base"], context="1", price="2.5", every="1")
    words = WORDS["es"]
    assert words.text("seeing.cost", price=2.5, name="GPT-4", cost=2.5 * 2 / 1e6) in said(page)
    fits = opened(activity="tax", context="1000", price="1")
    assert "1000" in said(fits)


def test_a_long_text_is_counted_whole_and_drawn_in_stretches():
    page = AppTest.from_file(PAGE, default_timeout=120)
    page.query_params["predict"] = "0"
    page.session_state["tokenizer.text"] = "La canción del murciélago. " * 4_000
    page.run()
    assert not page.exception
    count = tokenizer.count("La canción del murciélago. " * 4_000, "o200k_base")
    assert Content("frame", "es").text("seeing.title") in said(page)
    assert Numbers("es").integer(count) in said(page)
    assert page.number_input(key="tokenizer.window").max == 27
    page.number_input(key="tokenizer.window").set_value(27).run()
    assert not page.exception


def test_a_text_beyond_measure_is_refused_and_kept():
    page = AppTest.from_file(PAGE, default_timeout=120)
    page.query_params["predict"] = "0"
    page.session_state["tokenizer.text"] = "a" * 5_000_001
    page.run()
    assert not page.exception
    assert Content("errors", "es").text("too_long", given=5_000_001, limit=5_000_000) in said(page)
    assert len(page.session_state["tokenizer.text"]) == 5_000_001


def test_the_address_holds_what_is_set():
    page = opened()
    page.segmented_control(key="tokenizer.show").set_value("ids").run()
    page.toggle(key="tokenizer.invisible").set_value(True).run()
    assert page.query_params["tokenizer.show"] == "ids"
    assert page.query_params["tokenizer.invisible"] == "1"
    page.pills(key="tokenizer-cases").set_value("rocket").run()
    assert page.query_params["tokenizer.text"] == "🚀"
