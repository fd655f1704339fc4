"""Lesson 3 in a real browser: typing, hovering, keys, the film, training, links, hostile texts, a phone."""

import json

import pytest
from playwright.sync_api import expect

from core import tokenizer
from core.content import LANGUAGES, Content
from core.course import lesson
from core.numbers import Numbers
from core.tokenizer.film import film
from core.tokenizer.parallel import tax
from core.tokenizer.training import train_bpe
from core.ui.tokenizer import ACTIVITIES

pytestmark = pytest.mark.browser

PATH = lesson("tokenizer").url_path
WORDS = {language: Content("tokenizer", language) for language in LANGUAGES}
SEEING = Content("frame", "es").text("seeing.title")

SENT_WITHIN = 300
"""Milliseconds after which what was typed is on its way to the server."""


def opened(visit, **query):
    asked = {"predict": 0} | {
        name if name in {"lang", "predict"} else f"tokenizer.{name}": query[name] for name in query
    }
    page = visit.open(PATH, **asked)
    visit.settle()
    return page


def typed(visit, page, text):
    """Type a text as a hand would paste it, and wait for its pieces."""
    page.locator("textarea").fill(text)
    page.wait_for_timeout(SENT_WITHIN)
    visit.settle()


def tiles(page, row=0):
    return page.locator(".flow").nth(row).locator(".tile")


def counted(language, count):
    return WORDS[language].text(f"words.amounts.tokens.{'one' if count == 1 else 'many'}", n=count)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("activity", ACTIVITIES)
@pytest.mark.parametrize("look", ["light", "dark"])
def test_every_activity_opens(new_visit, activity, language, look):
    visit = new_visit(color_scheme=look)
    page = opened(visit, lang=language, activity=activity)
    assert page.get_by_text(Content("frame", language).text("seeing.title")).count() == 1
    visit.expect_no_trouble()


def test_the_pieces_are_not_sent_before_the_guess(visit):
    page = opened(visit, predict=1)
    assert page.locator(".tile").count() == 0
    page.get_by_test_id("stMain").get_by_text("2", exact=True).first.click()
    page.locator(".tile").first.wait_for()
    assert tiles(page).all_inner_texts() == ["Hola", " mundo"]
    visit.expect_no_trouble()


def test_typing_cuts_and_an_example_replaces_what_was_typed(visit):
    page = opened(visit)
    typed(visit, page, "El murciélago\ncomió")
    wanted = [token.piece.decode() for token in tokenizer.encode("El murciélago\ncomió", "o200k_base")]
    shown = [text.replace("↵", "") for text in tiles(page).all_inner_texts()]
    assert shown == wanted
    page.get_by_test_id("stMain").get_by_text("incredibilísimo", exact=True).first.click()
    page.wait_for_timeout(SENT_WITHIN)
    visit.settle()
    assert page.locator("textarea").input_value() == "incredibilísimo"
    page.locator("textarea").focus()
    page.keyboard.press("End")
    page.keyboard.type("s y raros", delay=20)
    page.wait_for_timeout(SENT_WITHIN)
    visit.settle()
    assert page.locator("textarea").input_value() == "incredibilísimos y raros"
    count = tokenizer.count("incredibilísimos y raros", "o200k_base")
    expect(page.locator(".count").first).to_have_text(counted("es", count))
    visit.expect_no_trouble()


def test_hovering_explains_and_lights_up_the_kin_without_the_server(visit):
    page = opened(visit)
    typed(visit, page, "la 🚀 y la 🚀")
    before = visit.sent()
    ids = [token.id for token in tokenizer.encode("la 🚀 y la 🚀", "o200k_base")]
    rocket = next(place for place, number in enumerate(ids) if ids.count(number) > 1 and place > 0)
    tiles(page).nth(rocket).hover()
    detail = page.locator(".detail").inner_text()
    assert str(ids[rocket]) in detail
    assert WORDS["es"].text("words.part", sign="·🚀") in detail
    assert page.locator(".kin").count() == ids.count(ids[rocket])
    assert visit.sent() == before
    visit.expect_no_trouble()


def test_the_arrow_keys_walk_through_the_pieces(visit):
    page = opened(visit)
    typed(visit, page, "uno dos tres")
    page.locator(".flow").first.focus()
    first, _, last = (token.id for token in tokenizer.encode("uno dos tres", "o200k_base")[:3])
    page.keyboard.press("ArrowRight")
    assert str(first) in page.locator(".detail").inner_text()
    page.keyboard.press("End")
    assert str(last) in page.locator(".detail").inner_text()
    visit.expect_no_trouble()


def test_a_part_of_a_character_is_never_the_replacement_sign(visit):
    page = opened(visit)
    typed(visit, page, "🚀ñ👩‍👩‍👧")
    for button in ("texto", "números", "bytes"):
        page.get_by_test_id("stMain").get_by_text(button, exact=True).first.click()
        visit.settle()
        assert "�" not in page.locator(".rows").inner_text()
    assert page.locator(".look-part").count() > 0
    page.get_by_text(WORDS["es"].text("controls.grouped")).click()
    visit.settle()
    expect(page.locator(".look-part")).to_have_count(0)
    expect(tiles(page)).to_have_count(3)
    visit.expect_no_trouble()


def test_two_vocabularies_light_up_each_other(visit):
    page = visit.open(
        f"{PATH}?predict=0&tokenizer.vocabularies=cl100k_base&tokenizer.vocabularies=llama2&tokenizer.text=canci%C3%B3n"
    )
    visit.settle()
    assert page.locator(".flow").count() == 2
    tiles(page, 0).first.hover()
    assert page.locator(".flow").nth(1).locator(".kin").count() >= 1
    visit.expect_no_trouble()


def test_the_film_plays_forth_and_back_and_ends_at_the_encoder(visit):
    page = opened(visit, activity="film", word="canción", film_vocabulary="cl100k_base")
    one = film("canción", "cl100k_base")
    steps = len(one.steps)

    def shown():
        return page.locator(".stage .tile").all_inner_texts()

    assert len(shown()) == len(one.frame(0))
    for _ in range(steps):
        page.locator("button.forward").click()
    assert shown() == [piece.decode() for piece in tokenizer.encode("canción", "cl100k_base").pieces]
    page.locator("button.back").click()
    assert len(shown()) == len(one.frame(steps - 1))
    page.locator("button.start").click()
    page.locator("button.play").click()
    page.locator("button.end").click()
    assert shown() == [piece.decode() for piece in tokenizer.encode("canción", "cl100k_base").pieces]
    visit.expect_no_trouble()


def test_what_is_typed_is_learnt_and_can_be_downloaded(visit, tmp_path):
    from tokenizers import Tokenizer

    page = opened(visit, activity="train", merges=3)
    typed(visit, page, "aaabdaaabac")
    learnt = train_bpe("aaabdaaabac", 3)
    assert page.locator(".stage .tile").all_inner_texts() == ["aaab", "d", "aaab", "a", "c"]
    with page.expect_download() as download:
        page.get_by_test_id("stMain").get_by_text(WORDS["es"].text("controls.download"), exact=True).click()
    path = tmp_path / "tokenizer.json"
    download.value.save_as(path)
    assert len(json.loads(path.read_text(encoding="utf-8"))["model"]["merges"]) == 3
    assert Tokenizer.from_file(str(path)).encode("aaab").ids == [learnt.merges[-1].id]
    visit.expect_no_trouble()


def test_a_file_is_opened_and_one_that_is_no_text_says_so(visit, tmp_path):
    page = opened(visit)
    good, bad, big = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"
    good.write_text("El ñandú\ncorre", encoding="utf-8")
    bad.write_bytes(b"\xff\xfe\xfa")
    big.write_bytes(b"a" * 5_000_001)
    chooser = page.locator("input[type=file]").first
    chooser.set_input_files(good)
    page.wait_for_timeout(SENT_WITHIN)
    visit.settle()
    assert page.locator("textarea").input_value() == "El ñandú\ncorre"
    chooser.set_input_files(bad)
    page.get_by_text(WORDS["es"].text("controls.not_text")).wait_for()
    chooser.set_input_files(big)
    page.get_by_text(WORDS["es"].text("controls.too_big")).wait_for()
    assert page.locator("textarea").input_value() == "El ñandú\ncorre"
    visit.expect_no_trouble()


def test_a_link_reproduces_text_vocabularies_and_view(visit, new_visit):
    page = opened(visit)
    typed(visit, page, "mañana  será\notro día")
    page.get_by_test_id("stMain").get_by_text("números", exact=True).first.click()
    visit.settle()
    page.get_by_text(WORDS["es"].text("controls.invisible")).click()
    visit.settle()
    expect(page.locator(".rows")).to_contain_text("·ser")
    rows = page.locator(".rows").inner_text()
    other = new_visit()
    other.page.goto(page.url)
    other.settle()
    assert other.page.locator(".rows").inner_text() == rows
    assert other.page.locator("textarea").input_value() == "mañana  será\notro día"
    other.expect_no_trouble()


@pytest.mark.parametrize(
    "text",
    [
        "a\ud800b",
        "\x00\x01",
        "\u202eabc",
        "e\u0301" * 50,
        "<b>&amp;</b><script>alert(1)</script>",
        "$x$ **y** :red[z]",
    ],
    ids=["surrogate", "control", "direction", "combining", "markup", "markdown"],
)
def test_hostile_texts_stay_texts(visit, text):
    page = opened(visit)
    page.locator("textarea").evaluate(
        "(area, text) => { area.value = text; area.dispatchEvent(new Event('input')); }", text
    )
    page.wait_for_timeout(SENT_WITHIN)
    visit.settle()
    wanted = text.replace("\ud800", "�")
    expect(page.locator(".count").first).to_have_text(counted("es", tokenizer.count(wanted, "o200k_base")))
    if "\ud800" in text:
        assert page.get_by_text(WORDS["es"].text("controls.halves")).count() == 1
    visit.expect_no_trouble()


def test_a_hundred_thousand_characters_are_counted_exactly(visit):
    page = opened(visit)
    text = ("La cigüeña tocaba el saxofón detrás del palenque. " * 2_100)[:100_000]
    typed(visit, page, text)
    count = tokenizer.count(text, "o200k_base")
    page.wait_for_function(
        "wanted => [...document.querySelectorAll('*')].some(one => "
        "one.shadowRoot?.querySelector('.count')?.innerText === wanted)",
        arg=counted("es", count),
    )
    assert page.get_by_text(WORDS["es"].text("words.windows", number=1, total=25)).count() == 1
    assert tiles(page).count() < 4_000
    visit.expect_no_trouble()


def test_on_a_phone_nothing_sticks_out(new_visit):
    visit = new_visit(viewport={"width": 400, "height": 860})
    for activity in ACTIVITIES:
        page = opened(visit, activity=activity, show="bytes", text="¡Canción nueva! 🚀" * 6)
        width = page.evaluate("document.scrollingElement.scrollWidth")
        assert width <= 400, activity
    visit.expect_no_trouble()


def test_twins_show_both_languages_and_their_ratio(visit):
    page = opened(visit, activity="tax", vocabulary="gatito")
    assert page.locator(".twin .flow").count() == 2
    measured = page.locator("p", has_text=SEEING).first.inner_text()
    row = tax(["gatito"]).iloc[0]
    assert Numbers("es").integer(int(row["es"])) in measured
    assert Numbers("es").integer(int(row["en"])) in measured
    visit.expect_no_trouble()


def test_a_cut_that_is_wider_than_the_chart_leaves_room_for_its_bar(visit):
    page = opened(visit, lang="es", activity="film", film_vocabulary="unigram", word="x" * 100)
    chart = page.locator('[data-testid="stVegaLiteChart"]')
    bar = chart.locator(".mark-rect path").first.bounding_box()
    assert bar["width"] > chart.bounding_box()["width"] / 2
    visit.expect_no_trouble()
