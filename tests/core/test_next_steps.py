"""The last page: programs that run as they stand, projects that keep their lines, and tastes checked by hand."""

from __future__ import annotations

import ast
import inspect
import math
import subprocess
import sys
import textwrap

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core import next_steps
from core.course import ROOT
from core.errors import InputError
from core.models import load
from core.next_steps.anatomy import part_of
from core.next_steps.preference import SHOWN
from core.next_steps.text import ids_of, next_logits
from core.next_steps.tuning import MOST_SENTENCES, MOST_STEPS

DOCUMENTS = [
    "Mi gato se llama Canela.",
    "Mi perro se llama Rayo.",
    "Mi hermana se llama Ana.",
    "Mi padre se llama Pedro.",
]


def lines_of_code(function) -> int:
    """Count the lines of a function's body that are neither docstring nor blank."""
    source = textwrap.dedent(inspect.getsource(function))
    (defined,) = ast.parse(source).body
    assert isinstance(defined, ast.FunctionDef)
    body = defined.body[1:]
    last = body[-1].end_lineno
    text = source.splitlines()[body[0].lineno - 1 : last]
    return sum(bool(line.strip()) for line in text)


# Loading


def test_the_program_runs_as_it_stands_without_network():
    program = next_steps.recipe("gatito", "Había una vez", seed=3)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Había una vez")
    assert len(done.stdout) > len("Había una vez") + 10


def test_only_the_name_changes_from_one_model_to_another():
    mine, other = (next_steps.recipe(one, "Hola").splitlines() for one in ("gatito", "gpt2"))
    assert [number for number, (a, b) in enumerate(zip(mine, other, strict=True)) if a != b] == [2]
    assert "openai-community/gpt2" in other[2]


def test_what_a_learner_types_stays_a_text_in_the_program():
    ast.parse(next_steps.recipe("gatito", "\"'); import os; x = ('\n"))
    assert "\nimport os" not in next_steps.recipe("gatito", "\nimport os")


def test_parts_add_up_to_the_model():
    table = next_steps.parts("gatito")
    model = load("gatito").model
    assert (
        table["parameters"].sum()
        == sum(p.numel() for p in model.parameters())
        == next_steps.outline("gatito").parameters
    )
    assert table["share"].sum() == pytest.approx(1)
    assert set(table["part"]) == {"embeddings", "attention", "mlp", "norm"}
    vocabulary, context, width = model.config.vocab_size, model.config.n_positions, model.config.n_embd
    embeddings = table.set_index("part").loc["embeddings", "parameters"]
    assert embeddings == (vocabulary + context) * width


@pytest.mark.parametrize(
    "name, part",
    [
        ("model.embed_tokens.weight", "embeddings"),
        ("model.layers.0.self_attn.q_proj.weight", "attention"),
        ("model.layers.0.self_attn.q_norm.weight", "norm"),
        ("model.layers.0.mlp.gate_proj.weight", "mlp"),
        ("model.layers.0.post_attention_layernorm.weight", "norm"),
        ("model.norm.weight", "norm"),
        ("lm_head.weight", "output"),
        ("transformer.word_embeddings_layernorm.weight", "norm"),
        ("something.else", "other"),
    ],
)
def test_parts_of_other_families_are_told_apart(name, part):
    assert part_of(name) == part


# Fifteen lines


@pytest.mark.parametrize("function", [next_steps.write, next_steps.reply])
def test_a_project_fits_in_fifteen_lines(function):
    assert lines_of_code(function) <= 15


def test_the_generator_follows_the_shares_of_the_model():
    loaded, prompt = load("gatito"), "El gato está en la"
    shares = torch.softmax(next_logits(loaded, ids_of(loaded, prompt)), dim=-1)
    mesa = float(shares[loaded.tokenizer(" mesa", add_special_tokens=False)["input_ids"][0]])
    drawn = [next(next_steps.write(prompt, most=1, temperature=1.0, seed=seed)) for seed in range(200)]
    assert drawn.count(" mesa") / 200 == pytest.approx(mesa, abs=4 * math.sqrt(mesa * (1 - mesa) / 200))


def test_the_same_seed_writes_the_same_and_almost_no_temperature_is_greedy():
    one, two = ("".join(next_steps.write("La doctora", most=12, seed=9)) for _ in range(2))
    assert one == two
    cold = [
        "".join(next_steps.write("La doctora", most=12, temperature=cold, seed=seed))
        for seed, cold in enumerate((0.01, 0.01, 1e-300))
    ]
    assert len(set(cold)) == 1  # the smallest number that can be asked for, too


@pytest.mark.parametrize(
    "talk, wanted",
    [
        (["Mi nombre es Ana.", "Hola, Ana.", "¿Cuál es mi nombre?"], "Ana"),
        (["Hola.", "Hola.", "¿Cuál es la capital de Francia?"], "París"),
        (["Hola.", "Hola.", "Mi gato se llama Luna.", "Qué gracia.", "¿Cómo se llama mi gato?"], "Luna"),
    ],
)
def test_the_chatbot_remembers_what_is_in_the_conversation(talk, wanted):
    answer = next_steps.reply(talk)
    assert wanted in answer
    assert "\n" not in answer


def test_the_chatbot_forgets_what_is_not_in_the_conversation():
    assert "Zivela" not in next_steps.reply(["Hola.", "Hola.", "¿Cuál es mi nombre?"])


@pytest.mark.parametrize("prompt", ["", "   ", "\n"])
def test_nothing_to_go_on_from_is_refused(prompt):
    with pytest.raises(InputError):
        next(next_steps.write(prompt))


def test_a_text_without_end_is_refused():
    with pytest.raises(InputError, match="5000"):
        next(next_steps.write("a" * 5000))


def test_an_encoder_does_not_write():
    with pytest.raises(InputError, match="vectors"):
        next(next_steps.write("hello", "minilm"))


# RAG


@pytest.mark.parametrize("place, word", list(enumerate(["gato", "perro", "hermana", "padre"])))
def test_the_search_finds_and_the_model_uses_it(place, word):
    question = f"¿Cómo se llama mi {word}?"
    assert next_steps.search(question, DOCUMENTS)["document"][0] == DOCUMENTS[place]
    result = next_steps.answer(question, DOCUMENTS)
    assert result.found == DOCUMENTS[place]
    assert DOCUMENTS[place].split()[-1] in result.given


@pytest.mark.parametrize(
    "found, without, given, use",
    [
        ("Mi gato se llama Ana.", "Tu gato se llama Luna.", "Tu gato se llama Ana.", "used"),
        ("Mi gato se llama Ana.", "Tu gato se llama Ana.", "Tu gato se llama Ana.", "luck"),
        ("Mi gato se llama Ana.", "Tu gato se llama Luna.", "Tu gato se llama Banana.", "ignored"),
        ("Mi gato se llama.", "Tu gato se llama Luna.", "Tu gato se llama Luna.", "ignored"),
        ("Mi gato se llama Ana, creo.", "No sé.", "Se llama ANA.", "used"),
        ("Hoy es lunes.", "Tu gato se llama Luna.", "Tu gato se llama Luna.", "missed"),
    ],
)
def test_a_document_was_used_when_a_whole_word_of_its_own_is_in_the_answer(
    found, without, given, use, monkeypatch
):
    told = iter([without, given])
    monkeypatch.setattr("core.next_steps.retrieval.reply", lambda *_, **__: next(told))
    assert next_steps.answer("¿Cómo se llama mi gato?", [found]).use == use


def test_without_documents_the_name_is_made_up():
    other = [*DOCUMENTS[:0], "Mi gato se llama Trufa."]
    assert (
        next_steps.answer("¿Cómo se llama mi gato?", other).without
        == next_steps.answer("¿Cómo se llama mi gato?", DOCUMENTS).without
    )


def test_a_text_is_most_like_itself():
    for line in DOCUMENTS:
        table = next_steps.search(line, DOCUMENTS)
        assert table["document"][0] == line
        assert table["similarity"][0] == pytest.approx(1, abs=1e-5)
    assert table["similarity"].is_monotonic_decreasing


@pytest.mark.parametrize("documents", [[], ["", "  "]])
def test_a_search_needs_documents(documents):
    with pytest.raises(InputError, match="document"):
        next_steps.search("¿Cómo se llama mi gato?", documents)


# Preferences


def test_no_preference_and_no_strength_leave_the_model_alone():
    for rewards, strength in (({}, 3.0), ({" cama": 1.0}, 0.0)):
        table = next_steps.prefer("El gato está en la", rewards, strength=strength)
        assert table["after"].tolist() == pytest.approx(table["before"].tolist())
    assert len(table) == SHOWN


@given(st.floats(-1, 1), st.floats(0, 5))
def test_the_tilt_is_that_of_the_formula(reward, strength):
    table = next_steps.prefer("El gato está en la", {" cama": reward}, strength=strength)
    shares = {token: (float(old), float(new)) for token, old, new in table.itertuples(index=False)}
    old, new = shares.pop(" cama")
    raised = old * math.exp(reward * strength)
    assert new == pytest.approx(raised / (1 - old + raised), rel=1e-3)
    for before, after in shares.values():
        assert after / before == pytest.approx(1 / (1 - old + raised), rel=1e-3)


@pytest.mark.parametrize("strength", [-1.0, math.inf, math.nan])
def test_a_strength_that_makes_no_sense_is_refused(strength):
    with pytest.raises(InputError):
        next_steps.prefer("El gato", {}, strength=strength)


# Fine-tuning


def test_no_steps_change_nothing():
    result = next_steps.tune(["El gato está en la terraza."], "El gato está en la", steps=0)
    assert result.before.equals(result.after)
    assert result.curve["step"].tolist() == [0]


def test_it_learns_what_it_is_given_and_the_shared_model_does_not_move():
    shared = load("gatito")
    before = next_logits(shared, ids_of(shared, "El gato está en la"))
    result = next_steps.tune(["El gato está en la terraza."], "El gato está en la", steps=12)
    assert result.curve["wanted"].iloc[-1] < 0.5 * result.curve["wanted"].iloc[0]
    assert result.after["token"][0] == " terraza" != result.before["token"][0]
    assert torch.equal(before, next_logits(shared, ids_of(shared, "El gato está en la")))
    assert not any(weights.requires_grad for weights in shared.model.parameters())


def test_insisting_makes_it_forget():
    mild, hard = (
        next_steps.tune(["El gato está en la terraza."], "El gato", steps=steps, learning_rate=5e-4).curve[
            "rest"
        ]
        for steps in (5, 40)
    )
    assert hard.iloc[-1] > mild.iloc[-1] > 0
    assert hard.iloc[0] == mild.iloc[0]


@pytest.mark.parametrize(
    "sentences, options",
    [
        ([], {}),
        (["  "], {}),
        (["a"] * (MOST_SENTENCES + 1), {}),
        (["El gato."], {"steps": -1}),
        (["El gato."], {"steps": MOST_STEPS + 1}),
        (["El gato."], {"learning_rate": 0.0}),
        (["El gato."], {"learning_rate": math.nan}),
    ],
)
def test_what_cannot_be_learnt_is_refused(sentences, options):
    with pytest.raises(InputError):
        next_steps.tune(sentences, "El gato", **options)


# The summary


def test_the_counts_of_a_sentence_are_those_of_a_naive_loop():
    done = next_steps.passage("El gato está en la")
    looks = sum(
        1
        for _block in range(done.blocks)
        for _head in range(done.heads)
        for here in range(len(done.pieces) + 1)
        for _there in range(here + 1)
    )
    assert done.looks == looks
    sizes = next_steps.outline("gatito")
    block = 4 * sizes.width**2 + 8 * sizes.width**2 + 2 * sizes.width
    once = sizes.blocks * block + sizes.width + sizes.vocabulary * sizes.width
    assert done.products == once * (len(done.pieces) + 1)
    assert "".join(done.pieces) == "El gato está en la"
    assert done.favourite == "mesa"
    assert 0 < done.p < 1
