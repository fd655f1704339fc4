"""The bank and its lint: clean as it ships, and every rule catches the defect it is there for."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from core.content import FOLDER, LANGUAGES
from core.course import lesson
from core.errors import ContentError
from core.quiz import bank, grade, lint
from core.quiz.bank import balanced, by_id
from core.quiz.misconceptions import misconceptions
from core.quiz.questions import KINDS, MODULES, Option, Question

RIGHT, WRONG, OTHER = (
    Option("right", "four", True, "Two and two."),
    Option("counting_slip", "five", False, "One too many.", "counting_slip"),
    Option("looks_it_up", "six", False, "Two too many.", "looks_it_up"),
)
WHOLE = Question("q", "single", "mlp", 1, "How much is 2 + 2?", (RIGHT, WRONG, OTHER))


def test_the_shipped_bank_has_no_complaints_but_pages_to_come():
    missing = {
        f"{one.id}: its page, {one.link.lesson}, does not exist" for one in misconceptions("es").values()
    }
    unbuilt = {one for one in missing if not lesson(one.split(", ")[1]).exists}
    assert set(lint.complaints()) == unbuilt


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_questions_of_every_kind_level_and_module(language):
    questions = bank(language)
    assert len(questions) >= lint.LEAST_QUESTIONS
    assert {one.kind for one in questions} == set(KINDS)
    assert {(one.module, level) for one in questions for level in (1, 2)} <= {
        (one.module, one.level) for one in questions
    }
    assert {one.module for one in questions} == set(MODULES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_of_every_question_is_graded_right_and_nothing_else_is(language):
    for one in bank(language):
        assert grade(one, one.key(), language).right, one.id
        for option in one.options:
            if one.kind in {"single", "predict"}:
                assert grade(one, option.id, language).right == option.correct, one.id
            if one.kind == "numeric":
                assert grade(one, option.value, language).right == option.correct, one.id
            if one.kind == "fill":
                assert all(
                    grade(one, way, language).right == option.correct for way in (option.text, *option.also)
                )


def test_the_three_core_questions_and_the_four_key_ideas_come_with_their_tips():
    tagged = [one for one in bank("es") if one.tag]
    assert [one.tag for one in tagged] == ["core"] * 3 + ["key"] * 4
    assert all(one.tip for one in tagged)


@pytest.mark.parametrize(
    "broken, complaint",
    [
        (replace(WHOLE, options=(RIGHT, replace(WRONG, correct=True), OTHER)), "has 2 right options"),
        (replace(WHOLE, options=(RIGHT, WRONG)), "needs three options at least"),
        (
            replace(WHOLE, options=(RIGHT, WRONG, replace(OTHER, text="Five"))),
            "two options that read the same",
        ),
        (replace(WHOLE, options=(RIGHT, replace(WRONG, why=" "), OTHER)), "its reason is empty"),
        (replace(WHOLE, options=(replace(RIGHT, why="Correcto, son cuatro."), WRONG, OTHER)), "the verdict"),
        (replace(WHOLE, options=(replace(RIGHT, why="¡Incorrect: no!"), WRONG, OTHER)), "the verdict"),
        (
            replace(WHOLE, options=(RIGHT, WRONG, replace(OTHER, text="Todas las anteriores"))),
            "stands for other",
        ),
        (
            replace(WHOLE, options=(RIGHT, WRONG, replace(OTHER, text="None of the above"))),
            "stands for other",
        ),
        (
            replace(WHOLE, options=(RIGHT, WRONG, replace(OTHER, misconception=None))),
            "no misconception is named",
        ),
        (replace(WHOLE, kind="multiple"), "needs two right options"),
        (replace(WHOLE, kind="numeric"), "a reason for unforeseen ones"),
        (replace(WHOLE, kind="fill", otherwise="Four."), "has no gap"),
    ],
)
def test_every_defect_of_a_question_is_caught(broken, complaint):
    assert not list(lint.defects(WHOLE))
    assert any(complaint in found for found in lint.defects(broken))


def test_a_habit_of_position_or_length_is_caught():
    second = [replace(WHOLE, id=f"q{n}", options=(WRONG, RIGHT, OTHER)) for n in range(40)]
    assert any("unevenly" in found for found in lint.habits(second))
    long = [
        replace(WHOLE, id=f"q{n}", options=(replace(RIGHT, text="a much longer answer"), WRONG, OTHER))
        for n in range(40)
    ]
    assert any("longest" in found for found in lint.habits(balanced(long)))
    assert not any("unevenly" in found for found in lint.habits(balanced(long)))


@pytest.mark.parametrize(
    "statistic, freedom, p",
    [(3.841, 1, 0.05), (5.991, 2, 0.05), (7.815, 3, 0.05), (9.488, 4, 0.05), (11.345, 3, 0.01)],
)
def test_the_chi_square_tail_agrees_with_the_printed_tables(statistic, freedom, p):
    assert lint._chi_square_tail(statistic, freedom) == pytest.approx(p, abs=5e-5)


def test_the_order_of_options_is_the_same_in_both_languages():
    spanish, english = by_id("es"), by_id("en")
    for name, one in spanish.items():
        assert [option.id for option in one.options] == [option.id for option in english[name].options]


def test_an_unknown_misconception_is_told_with_file_and_line(tmp_path, monkeypatch):
    for language in LANGUAGES:
        (tmp_path / language).mkdir()
        for path in (FOLDER / language).glob("quiz*.yaml"):
            (tmp_path / language / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    broken = tmp_path / "es" / "quiz_mlp.yaml"
    text = broken.read_text(encoding="utf-8")
    line = next(
        n for n, one in enumerate(text.splitlines(), 1) if one.strip().startswith("relu_is_absolute: {text")
    )
    broken.write_text(
        text.replace("      relu_is_absolute: {text", "      relu_is_absolut: {text", 1), encoding="utf-8"
    )
    monkeypatch.setattr("core.content.FOLDER", tmp_path)
    with pytest.raises(ContentError, match=rf"quiz_mlp\.yaml, line {line}, .*relu_is_absolut"):
        bank("es")


def test_the_cuts_that_the_bank_quotes_are_those_of_the_vocabularies():
    from core.tokenizer import encode

    def cut(text):
        return [token.piece for token in encode(text, "cl100k_base")]

    whys = " ".join(option.why for one in bank("es") if one.module == "tokenizer" for option in one.options)
    quotes = {
        "incredibilísimo": "in · cred · ibil · ís · imo",
        "canción": "c · anc · ión",
        "cancion": "c · anc · ion",
    }
    for word, quoted in quotes.items():
        assert quoted in whys
        assert b" . ".join(cut(word)).decode() == quoted.replace("·", ".")
    assert cut("strawberry") == [b"str", b"aw", b"berry"]
    assert cut("\N{ROCKET}") == [b"\xf0\x9f", b"\x9a", b"\x80"]
    assert cut("gato") != cut("Gato") != cut("gató") != cut(" gato")


def test_what_the_bank_says_of_pytorch_is_what_pytorch_does():
    import torch
    from torch import nn

    def said(name):
        right = by_id("es")[f"pytorch_{name}"].right[0]
        return right.value if right.value is not None else re.sub(r"[^0-9,() ]", "", right.text).strip()

    x = torch.tensor(3.0, requires_grad=True)
    (x**2).backward()
    assert x.grad is not None
    assert x.grad.item() == said("square_gradient")
    (x**2).backward()
    assert x.grad.item() == said("accumulated")
    assert str(tuple((torch.zeros(32, 10) @ torch.zeros(10, 4)).shape)) == said("matmul_shape")
    assert str(tuple((torch.zeros(3, 1) + torch.zeros(1, 4)).shape)) == said("broadcasting")
    assert str(tuple(nn.Embedding(100, 16)(torch.zeros(2, 5, dtype=torch.long)).shape)) == said(
        "embedding_shape"
    )
    loss = nn.functional.cross_entropy(torch.zeros(1, 1000), torch.tensor([0]))
    assert float(loss) == pytest.approx(said("first_loss"), abs=1e-3)
    net = nn.Sequential(nn.Linear(4, 2), nn.Dropout(0.5)).eval()
    net(torch.ones(1, 4)).sum().backward()
    assert net[0].weight.grad is not None
    with torch.no_grad():
        assert not (x * 2).requires_grad
        assert x.grad is not None


PROGRAMS = {
    one.id: str(one.link.settings["code"])
    for one in misconceptions("es").values()
    if "code" in one.link.settings
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_program_behind_a_link_runs_in_the_laboratory(name):
    from core import sandbox
    from core.sandbox.events import End, Error

    events = list(sandbox.run(PROGRAMS[name]))
    assert not [one for one in events if isinstance(one, Error)]
    assert [one.reason for one in events if isinstance(one, End)] == ["finished"]


def test_the_numbers_of_the_bank_worked_out_by_hand():
    values = {name: one.right[0].value for name, one in by_id("en").items() if one.kind == "numeric"}
    assert values["next_word_top_k_share"] == pytest.approx(0.5 / (0.5 + 0.3))
    assert values["next_word_expected_draws"] == 0.2 * 50
    assert values["tokenizer_bytes_of_anil"] == len("añil".encode())
    assert values["embeddings_cosine_value"] == pytest.approx(2**-0.5, abs=1e-4)
    assert values["embeddings_table_size"] == 3000 * 128
    assert values["mlp_one_neuron"] == max(0, 0.5 * 1 - 1 * 2 + 0.5)
    assert values["mlp_one_update"] == pytest.approx(1 - 0.1 * 0.5)
    assert values["mlp_count_parameters"] == 2 * 4 + 4 + 4 * 1 + 1
    assert values["mlp_quarter_loss"] == pytest.approx(-math.log(0.25), abs=1e-4)
    assert values["mlp_chain_rule"] == 3 * 2 * 3
    assert values["mlp_updates_in_training"] == 500 // 10 * 3
    assert values["attention_causal_cells"] == 1 + 2 + 3 + 4 + 5
    assert values["attention_twice_the_text"] == 200 * 200
    assert values["next_steps_training_time"] == 3_600_000 / 12_000 / 60
