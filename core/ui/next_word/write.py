"""Write: the chosen token goes back in, again and again; and two branches compared."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from core import next_word
from core.models import LoadedModel
from core.ui import frame, model_box
from core.ui.next_word import settings

_LONGEST = 200
_SLICE = 4
_FIRST_TOKENS = 30
"""Tokens, from the likeliest, that a branch may begin with."""


@dataclass
class _Written:
    """What was written with a recipe, and whether the model itself ended it."""

    recipe: tuple[Any, ...]
    steps: list[next_word.Step] = field(default_factory=list)
    ended: bool = False


def draw(lesson: frame.Lesson) -> None:
    """The activity: write one text with the dice, or compare two forced beginnings."""
    ask, controls, figure = lesson.stage("write")
    with ask:
        text = lesson.text_input(
            "story", lesson.t("controls.text"), lesson.t("story_start"), examples=lesson.value("examples")[:2]
        )
        mode = st.segmented_control(
            lesson.t("write.mode"), ("single", "compare"), format_func=lambda m: lesson.t(f"write.{m}"), required=True,
            key=lesson.key("mode", "single", among=("single", "compare")), label_visibility="collapsed",
        )  # fmt: skip
    with controls:
        if mode == "single":
            sampling = settings.sampling(lesson)
    with lesson.more_settings():
        model_id = settings.model(lesson)
        seed = model_box.seed(lesson)
        limit = int(
            st.number_input(
                lesson.t("controls.tokens"),
                1,
                _LONGEST,
                step=10,
                key=lesson.key("tokens", 60, between=(1, _LONGEST)),
            )
        )
    with lesson.guard():
        loaded = model_box.ready(lesson, model_id)
        settings.warn(lesson, loaded, text)
        if mode == "compare":
            _compare(lesson, controls, text, loaded)
        else:
            with figure:
                _write(lesson, text, loaded, sampling, seed, limit)


def _write(
    lesson: frame.Lesson, text: str, loaded: LoadedModel, sampling: settings.Sampling, seed: int, limit: int
) -> None:
    """A sheet of paper that fills up; Stop leaves what is written."""
    model_id = loaded.card.id
    recipe = (text, model_id, sampling, seed, limit)
    kept: _Written | None = st.session_state.get("_written")
    with st.container(horizontal=True, gap="small", key="write-buttons"):
        go = st.button(lesson.t("controls.write"), type="primary", icon=":material/edit:", key="write-go")
        st.button(lesson.t("controls.stop"), icon=":material/stop:", key="write-stop")
        st.button(
            lesson.t("controls.again"), icon=":material/casino:", key="write-again", type="tertiary",
            on_click=lambda: lesson.set(seed=(seed + 1) % model_box.LARGEST_SEED),
        )  # fmt: skip
    sheet = st.empty()
    written = kept if kept and kept.recipe == recipe and not go else _Written(recipe)
    sheet.markdown(_paper(lesson, text, written), unsafe_allow_html=True)
    if go:
        st.session_state["_written"] = written
        for step in next_word.generate(text, model_id, limit, **sampling.arguments(), seed=seed):
            written.steps.append(step)
            if len(written.steps) % _SLICE == 0:
                sheet.markdown(_paper(lesson, text, written), unsafe_allow_html=True)
        written.ended = len(written.steps) < limit
        sheet.markdown(_paper(lesson, text, written), unsafe_allow_html=True)
    _foot(lesson, text, written, loaded, sampling, seed, limit)


def _paper(lesson: frame.Lesson, text: str, written: _Written) -> str:
    """The text so far: the learner's part in amber, each of the model's tokens as strong as it was probable."""
    mine = f"<span style='color:{lesson.palette.learner}'>{html.escape(text)}</span>"
    if not written.steps:
        said = lesson.t("write.ended" if written.ended else "write.empty")
        body = f"<span style='color:{lesson.palette.muted}'> {html.escape(said)}</span>"
    else:
        body = "".join(
            f"<span title='{lesson.number.percent(s.p)}' style='color:{lesson.palette.text};opacity:{0.55 + 0.45 * s.p:.2f}'>"
            f"{html.escape(s.token).replace(chr(10), '<br>')}</span>"
            for s in written.steps
        )
    style = "border-radius:.6rem;padding:1rem 1.25rem;min-height:15rem;line-height:1.75;font-size:1.08rem;"
    style += f"border:1px solid {lesson.palette.grid}"
    return f"<div role='status' aria-live='polite' style='{style}'>{mine}{body}</div>"


def _foot(
    lesson: frame.Lesson,
    text: str,
    done: _Written,
    loaded: LoadedModel,
    sampling: settings.Sampling,
    seed: int,
    limit: int,
) -> None:
    steps = done.steps
    written = "".join(step.token for step in steps)
    table = pd.DataFrame([(s.token_id, s.token, s.p) for s in steps], columns=["token_id", "token", "p"])
    lesson.figure(
        lambda: None,
        name="written",
        badge=model_box.badge(loaded, None),
        alt=text + written,
        table=table,
        source=[next_word.generate],
        call="from core.next_word import generate\n"
        f"for step in generate({text!r}, {loaded.card.id!r}, max_new_tokens={limit}, {sampling.call()}, seed={seed}):\n"
        "    print(step.token, end='')",
    )
    if steps:
        st.download_button(
            lesson.t("write.download"),
            text + written,
            "texto.txt",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )
    lesson.seeing(_seen(lesson, done))


def _seen(lesson: frame.Lesson, done: _Written) -> str:
    if not done.steps:
        return lesson.md("seeing.write_none" if done.ended else "seeing.write_empty")
    said = lesson.md("seeing.write_one" if len(done.steps) == 1 else "seeing.write", n=len(done.steps))
    return f"{said} {lesson.md('seeing.write_ended')}" if done.ended else said


def _compare(lesson: frame.Lesson, controls: Any, text: str, loaded: LoadedModel) -> None:
    """Two forced first tokens, side by side, each followed by what is likeliest."""
    model_id = loaded.card.id
    table = next_word.distribution(text, model_id).head(_FIRST_TOKENS)
    tokens = list(
        dict.fromkeys(token for token in table["token"] if token.strip() and token != "<|endoftext|>")
    )
    if not tokens:
        lesson.note(lesson.t("notes.no_branch"))
        return
    _begin_anew(lesson, (text, model_id), branch_a=tokens[0], branch_b=tokens[:2][-1])
    with controls:
        left, right = st.columns(2)
        first = _branch(lesson, left, "branch_a", tokens, tokens[0])
        second = _branch(lesson, right, "branch_b", tokens, tokens[:2][-1])
    branches = {
        "A": next_word.continuation(text, first, model_id),
        "B": next_word.continuation(text, second, model_id),
    }
    colours = {"A": lesson.palette.model, "B": lesson.palette.other}

    def sheets() -> None:
        for name, rows in branches.items():
            whole = (
                html.escape(text)
                + f"<b style='color:{colours[name]}'>{html.escape(''.join(rows['token']))}</b>"
            )
            share = lesson.number.percent(float(rows["p"].to_numpy().prod()))
            style = "padding:.75rem 1.1rem;margin-bottom:1rem;font-size:1.08rem;line-height:1.7;"
            style += f"border-left:4px solid {colours[name]}"
            name_of_p = html.escape(lesson.t("figure.probability"))
            small = f"<div style='color:{lesson.palette.muted};font-size:.85rem'>{name_of_p}: {share}</div>"
            st.markdown(f"<div style='{style}'>{whole}{small}</div>", unsafe_allow_html=True)

    both = pd.concat([rows.assign(branch=name) for name, rows in branches.items()])
    a, b = ("".join(rows["token"]) for rows in branches.values())
    lesson.figure(
        sheets, name="branches", badge=model_box.badge(loaded, None), alt=lesson.t("figure.branches_alt", a=a, b=b),
        table=both, source=[next_word.continuation],
        call=f"from core.next_word import continuation\n"
        f"continuation({text!r}, {first!r}, {model_id!r})\ncontinuation({text!r}, {second!r}, {model_id!r})",
    )  # fmt: skip
    if first == second:
        lesson.note(lesson.t("notes.same_branch"))
        return
    p, q = (float(rows["p"].iloc[0]) for rows in branches.values())
    lesson.seeing(lesson.md("seeing.branches", a=first.strip(), b=second.strip(), p=p, q=q))


def _begin_anew(lesson: frame.Lesson, about: tuple[str, str], **likeliest: str) -> None:
    """After another text or model the branches are its own likeliest; a link's are those of its text."""
    if st.session_state.get("_branched", about) != about:
        lesson.set(**likeliest)
    st.session_state["_branched"] = about


def _branch(lesson: frame.Lesson, place: Any, name: str, tokens: list[str], likeliest: str) -> str:
    """Choose the token that a branch begins with."""
    key = lesson.key(name, likeliest, among=tokens)
    keep = lambda token: settings.label(lesson, token)  # noqa: E731
    with place:
        chosen = st.selectbox(lesson.t(f"controls.{name}"), tokens, format_func=keep, key=key)
    return chosen or likeliest
