"""«Train your LLM» in a real browser: a model trains in front of its learner, who goes back, compares and takes it away."""

import io
import re
import time
import zipfile

import pytest

from core.content import Content
from core.course import lesson

pytestmark = pytest.mark.browser

PATH = lesson("train_llm").url_path
WORDS = Content("train_llm", "es")
SMALL = {"predict": 0, "train_llm.size": "tiny", "train_llm.steps": 100}
STEP = re.compile(r"(?:Paso|paso) (\d+) de")


def button(page, key):
    return page.locator(f".st-key-{key} button").first


def opened(visit, **query):
    """The page once the first numbers of the model have been drawn."""
    page = visit.open(PATH, **{**SMALL, **query})
    page.wait_for_function("document.body.innerText.includes('Paso 0 de')")
    visit.settle()
    return page


TRAINS_MS = 300_000
"""Milliseconds within which a hundred steps are done, by a machine that does much else."""


def step(page):
    """The step that the status line tells."""
    told = STEP.search(page.locator(".st-key-stage-figure--train_llm-train").inner_text())
    assert told
    return int(told[1])


def trained(page):
    page.wait_for_function(
        "said => document.body.innerText.includes(said)",
        arg=WORDS.text("status.done", steps=100, time=1, speed=1)[:22],
        timeout=TRAINS_MS,
    )


def test_a_model_trains_by_itself_to_the_end_and_goes_back(visit):
    page = opened(visit)
    assert step(page) == 0
    button(page, "train-play").click()
    trained(page)
    visit.settle()
    assert WORDS.text("milestones.words") in page.locator(".st-key-train-milestones").inner_text()
    page.locator(".st-key-train-back input").click()
    page.get_by_role("option").first.click()
    page.wait_for_function("document.body.innerText.includes('Paso 0 de 100')")
    visit.expect_no_trouble()


def test_a_pause_is_a_pause_and_a_step_is_a_step(visit):
    page = opened(visit, **{"train_llm.steps": 8000})
    button(page, "train-play").click()
    page.wait_for_function("/Paso [1-9]\\d* de/.test(document.body.innerText)")
    button(page, "train-play").click()
    page.wait_for_function("document.body.innerText.includes('En pausa en el paso')")
    visit.settle()
    before = step(page)
    page.wait_for_timeout(1500)
    assert step(page) == before
    button(page, "train-step").click()
    page.wait_for_function("step => document.body.innerText.includes(`paso ${step} de`)", arg=before + 1)
    visit.expect_no_trouble()


def test_a_closed_tab_leaves_nothing_running(new_visit, server):
    visit = new_visit()
    page = opened(visit, **{"train_llm.steps": 8000})
    button(page, "train-play").click()
    page.wait_for_function("/Paso [1-9]\\d* de/.test(document.body.innerText)")
    page.close()
    limit = time.monotonic() + 40
    while server.worked(1.5) > 0.3:
        assert time.monotonic() < limit, "it still trains, and nobody looks"


def test_what_is_downloaded_is_a_model_and_can_be_brought_back_and_asked(visit, tmp_path):
    page = opened(visit)
    button(page, "train-step").click()
    page.wait_for_function("document.body.innerText.includes('paso 1 de')")
    page.get_by_role("button", name=WORDS.text("activities.take")).or_(
        page.get_by_role("radio", name=WORDS.text("activities.take"))
    ).first.click()
    button(page, "take-download").wait_for()
    with page.expect_download() as waiting:
        button(page, "take-download").click()
    taken = tmp_path / "my_llm.zip"
    waiting.value.save_as(taken)
    names = zipfile.ZipFile(io.BytesIO(taken.read_bytes())).namelist()
    assert {"my_llm/config.json", "my_llm/model.safetensors", "my_llm/tokenizer.json"} <= set(names)
    page.locator("input[type=file]").set_input_files(taken)
    button(page, "take-go-next_word").click()
    page.wait_for_url("**/siguiente-palabra**")
    visit.settle()
    page.get_by_role("button", name=Content("frame", "es").text("predict.skip")).click()
    page.wait_for_function("document.body.innerText.includes('my_llm')")
    visit.expect_no_trouble()


def test_two_runs_go_on_side_by_side_and_join_the_scaling_curve(visit):
    asked = {"train_llm.activity": "compare", "train_llm.base": "tiny", "train_llm.compare_steps": 100}
    page = visit.open(PATH, predict=0, **asked)
    page.get_by_test_id("stDataFrame").first.wait_for()
    button(page, "compare-play").click()
    page.wait_for_function(
        "said => document.body.innerText.includes(said)",
        arg=WORDS.text("compare.status", a=100, b=100, steps=100),
    )
    page.get_by_role("radio", name=WORDS.text("compare.views.scaling")).click()
    page.get_by_text(WORDS.text("chart.operations")).first.wait_for()
    visit.settle()
    visit.expect_no_trouble()


@pytest.mark.parametrize("activity", ["train", "compare", "tune", "take", "loop"])
def test_every_activity_draws_on_a_phone(new_visit, activity):
    visit = new_visit(viewport={"width": 400, "height": 860})
    page = visit.open(
        PATH,
        **{**SMALL, "train_llm.activity": activity, "train_llm.base": "tiny", "train_llm.compare_steps": 100},
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    visit.expect_no_trouble()


def test_the_box_for_a_file_speaks_the_language_of_the_page(visit):
    page = visit.open(PATH, predict=0, **{"train_llm.activity": "take"})
    words = Content("frame", "es")
    box = page.get_by_test_id("stFileUploader")
    box.get_by_role("button", name=words.text("upload.button")).wait_for()
    assert box.inner_text().replace("upload", "").strip() == WORDS.text("take.bring")
    assert page.get_by_text(words.text("upload.most", kinds=".zip", size=200_000_000)).is_visible()
    visit.expect_no_trouble()
