"""The page «Train your LLM»: it opens in both languages, buttons do what they say, hostile addresses, bad texts."""

import json
import time

import pytest

from core import compute, models
from core.content import LANGUAGES, Content
from core.numbers import Numbers
from core.train_llm import estimate, presets
from core.ui.train_llm import ACTIVITIES, runs
from tests.pages.opening import page_of, said

WORDS = Content("train_llm", "es")


@pytest.fixture(autouse=True)
def inline(monkeypatch):
    """Slices run here: a test waits for them."""
    monkeypatch.setenv(compute.VARIABLE, "inline")
    monkeypatch.setattr(compute, "_backend", None)
    monkeypatch.setattr(estimate, "_asked", {})


def opened(**query):
    small = {"train_llm.size": "tiny", "train_llm.steps": "100"}
    return page_of("train_llm", 120, **(small | query))


def step_of(page):
    (driver,) = page.session_state[runs._RUNS].values()
    return driver.point.state.step


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("activity", ACTIVITIES)
def test_every_activity_opens(activity, language):
    page = opened(lang=language, **{"train_llm.activity": activity})
    assert page.title
    assert Content("frame", language).text("errors.title") not in said(page)


@pytest.mark.parametrize("view", WORDS.value("views"))
def test_every_view_draws(view):
    page = opened(**{"train_llm.view": view})
    assert Content("frame", "es").text("seeing.title") in said(page)
    assert WORDS.text("status.ready", steps=100) in said(page)


def test_nothing_is_drawn_before_the_guess():
    page = opened(predict="1")
    assert runs._RUNS not in page.session_state
    guess = next(group for group in page.pills if len(group.options) == 4)
    guess.set_value("blind").run()
    assert WORDS.markdown("predict.right", n=3072) in said(page)
    assert step_of(page) == 0


def test_a_step_is_one_update_back_and_reset():
    page = opened()
    for _ in range(2):
        page.button(key="train-step").click().run()
    assert step_of(page) == 2
    page.selectbox(key="train-back").set_value(0).run()
    assert step_of(page) == 0
    page.button(key="train-step").click().run()
    page.button(key="train-reset").click().run()
    assert step_of(page) == 0
    assert not page.exception


def test_other_settings_are_another_run_and_the_first_is_found_again():
    page = opened()
    page.button(key="train-step").click().run()
    page.selectbox(key="train_llm.size").set_value("small").run()
    assert len(page.session_state[runs._RUNS]) == 2
    page.selectbox(key="train_llm.size").set_value("tiny").run()
    newest = next(reversed(page.session_state[runs._RUNS].values()))
    assert newest.point.state.step == 1


def test_a_text_of_ones_own_is_learnt_with_its_own_vocabulary():
    page = opened(**{"train_llm.data": "own", "train_llm.vocabulary": "300"})
    (driver,) = page.session_state[runs._RUNS].values()
    assert driver.settings.vocabulary == 300
    page.button(key="train-step").click().run()
    assert step_of(page) == 1


@pytest.mark.parametrize("text, key", [("hola", "train_text_short"), ("a b " * 2000, "train_text_same")])
def test_a_text_that_teaches_nothing_gets_its_sentence(text, key):
    page = opened(**{"train_llm.data": "own"})
    page.text_area(key="train_llm.text").set_value(text).run()
    assert not page.exception
    assert Content("errors", "es").text(key, given=1, limit=1).split(":")[0].split(" en ")[0] in said(page)


@pytest.mark.parametrize("topics, key", [("", "no_family"), ("talk", "only_talk")])
def test_no_topic_that_counts_gets_its_sentence(topics, key):
    page = opened(**{"train_llm.topics": topics})
    assert Content("errors", "es").text(key) in said(page)


def test_a_rank_between_two_stops_becomes_the_nearest():
    page = opened(**{"train_llm.activity": "tune", "train_llm.rank": "7"})
    assert page.select_slider(key="train_llm.rank").value == 8


def test_a_size_that_does_not_fit_is_refused_beforehand(monkeypatch):
    monkeypatch.setattr(estimate, "SHARE_OF_FREE", 1e-6)
    page = opened()
    assert runs._RUNS not in page.session_state
    assert "ancho" in said(page)


@pytest.mark.parametrize(
    "hostile",
    [
        {"train_llm.data": "../../etc"},
        {"train_llm.size": "';--"},
        {"train_llm.rate": "nan"},
        {"train_llm.rate": "0.0042"},
        {"train_llm.steps": "123"},
        {"train_llm.steps": "99999999999"},
        {"train_llm.topics": "<script>"},
        {"train_llm.head": "99.99"},
        {"train_llm.activity": "x" * 400},
        {"train_llm.size": "own", "train_llm.width": "17", "train_llm.heads": "5"},
    ],
)
def test_hostile_addresses_fall_back_to_what_works(hostile):
    page = opened(**hostile)
    assert page.title


def finished(page):
    """Wait until every run of the page has reached its last step, and draw the page again."""
    drivers = list(page.session_state[runs._RUNS].values())
    limit = time.monotonic() + 120
    while any(not one.done for one in drivers):
        assert time.monotonic() < limit, "the runs do not end"
        for one in drivers:
            one.touch()
        time.sleep(0.05)
    page.run()
    assert not page.exception


def test_two_runs_are_compared_and_the_bet_is_judged_by_their_numbers():
    page = opened(
        predict="1",
        **{"train_llm.activity": "compare", "train_llm.base": "tiny", "train_llm.compare_steps": "100"},
    )
    bet = next(group for group in page.pills if group.key == "train-bet-compare")
    bet.set_value("same").run()
    page.button(key="compare-play").click().run()
    finished(page)
    first, second = page.session_state[runs._RUNS].values()
    losses = [one.point.moments[-1].held_out_loss for one in (first, second)]
    words = WORDS.value("compare.options")
    truth = "same" if abs(losses[0] - losses[1]) <= 0.02 else "base" if losses[0] < losses[1] else "other"
    verdict = "bets.right" if truth == "same" else "bets.wrong"
    assert WORDS.markdown(verdict, what=words[truth]) in said(page)
    assert WORDS.text("compare.more", n=800) in said(page)


def compared(**query):
    return opened(
        **{"train_llm.activity": "compare", "train_llm.base": "tiny", "train_llm.compare_steps": "100"}
        | query
    )


def pair_of(page):
    return tuple(page.session_state[runs._RUNS].values())


def test_two_runs_are_compared_at_the_step_that_both_have_reached():
    page = compared()
    first, second = pair_of(page)
    first.step(100)
    second.step(25)
    page.run()
    a = next(one for one in first.point.moments if one.step == 25).held_out_loss
    b = second.point.moments[-1].held_out_loss
    key = "seeing_same" if abs(a - b) <= 0.02 else "seeing_worse" if a < b else "seeing_better"
    change = WORDS.value("compare.changes")["no_attention"]
    assert WORDS.markdown(f"compare.{key}", a=a, b=b, change=change, step=25) in said(page)


@pytest.mark.parametrize("change", ["no_capitals", "other_seed", "slow"])
def test_what_two_runs_share_is_said_as_it_is(change):
    page = compared(**{"train_llm.change": change})
    first, second = (one.settings for one in pair_of(page))
    same = bool((first.data.batch(0, first).ids == second.data.batch(0, second).ids).all())
    alike = WORDS.markdown("compare.starts.alike", change=WORDS.value("compare.changes")[change])
    assert same is (change == "slow") is (alike in said(page))
    if not same:
        name = WORDS.value("compare.changes")[change]
        assert WORDS.markdown(f"compare.starts.{change}", change=name) in said(page)
    for driver in pair_of(page):
        driver.step(2)
    page.run()
    assert (WORDS.text("compare.same_test") in said(page)) is (change == "no_capitals")


def test_a_change_that_changes_nothing_is_not_offered():
    page = compared(**{"train_llm.change": "one_layer"})
    assert WORDS.value("compare.changes")["one_layer"] not in page.selectbox(key="train_llm.change").options
    first, second = pair_of(page)
    assert first.settings != second.settings
    page.selectbox(key="train_llm.base").set_value("small").run()
    assert WORDS.value("compare.changes")["one_layer"] in page.selectbox(key="train_llm.change").options


def test_runs_of_one_shape_have_names_of_their_own():
    page = compared(**{"train_llm.change": "no_capitals"})
    page.selectbox(key="train_llm.change").set_value("other_seed").run()
    for driver in pair_of(page):
        driver.step(2)
    page.segmented_control(key="train_llm.compare_view").set_value("scaling").run()
    assert not page.exception
    spec = json.loads(page.get("vega_lite_chart")[0].proto.spec)
    names = spec["encoding"]["color"]["scale"]["domain"]
    assert len(names) == 3
    page.segmented_control(key="train_llm.activity").set_value("take").run()
    options = page.selectbox(key="take-run").options
    assert len(set(options)) == 3
    assert all(any(name in option for option in options) for name in names)


def test_gatito_is_tuned_both_ways():
    page = opened(**{"train_llm.activity": "tune", "train_llm.tune_steps": "20"})
    page.button(key="tune-go").click().run()
    assert not page.exception
    full, lora = next(iter(page.session_state["_train_llm.tunings"].values()))
    assert (full.step, lora.step) == (20, 20)
    wanted = Numbers("es").decimal(full.curve()["wanted"].iloc[-1])
    assert wanted in said(page)
    assert full.samples[0][2] == "luna."


def test_the_axis_of_a_tuning_holds_what_costs_most():
    page = opened(**{"train_llm.activity": "tune", "train_llm.tune_steps": "20"})
    page.text_area(key="train_llm.sentences").set_value("¡Ñu ñu ñu!").run()
    page.button(key="tune-go").click().run()
    assert not page.exception
    worst = max(
        one.curve()["wanted"].max() for one in next(iter(page.session_state["_train_llm.tunings"].values()))
    )
    scale = json.loads(page.get("vega_lite_chart")[0].proto.spec)["encoding"]["y"]["scale"]
    assert 7 < worst <= scale["domain"][1]
    assert "clamp" not in scale


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_absurd_rate_is_as_absurd_as_it_is_told(language):
    (wild,) = (
        one for one in Content("train_llm", language).value("deeper.experiments") if "rate" in one["settings"]
    )
    assert f" {wild['settings']['rate'] / presets.settings().learning_rate:.0f} " in wild["question"]


@pytest.mark.parametrize("sentences", ["", "Hola.\n" * 30])
def test_no_sentence_or_too_many_get_their_sentence(sentences):
    page = opened(**{"train_llm.activity": "tune", "train_llm.tune_steps": "20"})
    page.text_area(key="train_llm.sentences").set_value(sentences).run()
    page.button(key="tune-go").click().run()
    assert not page.exception
    assert Content("frame", "es").text("errors.title") in said(page)
    assert not page.get("progress")


def test_a_trained_model_is_kept_for_the_other_lessons():
    page = opened()
    page.button(key="train-step").click().run()
    page.segmented_control(key="train_llm.activity").set_value("take").run()
    page.button(key="take-use").click().run()
    assert not page.exception
    brought = page.session_state["_train_llm.brought"]
    assert models.load(brought.model_id).card.parameters == brought.card.parameters
    assert WORDS.markdown("take.kept", name=brought.card.name, n=brought.card.parameters) in said(page)


def test_a_run_that_blows_up_is_explained_and_goes_back():
    page = opened(**{"train_llm.rate": "1"})
    page.button(key="train-play").click().run()
    (driver,) = page.session_state[runs._RUNS].values()
    limit = time.monotonic() + 120
    while driver.playing:
        assert time.monotonic() < limit
        time.sleep(0.05)
    page.run()
    assert not page.exception
    assert driver.error is not None
    assert Content("frame", "es").text("errors.title") in said(page)
    assert WORDS.markdown("notes.back", step=driver.point.state.step) in said(page)
