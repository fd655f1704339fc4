"""What only a browser can do for the quiz: count down without asking the server, follow the keyboard, and print."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import streamlit as st

_CLOCK = """
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const face = parentElement.querySelector("time");
  const end = performance.now() + data.left * 1000;
  clearInterval(parentElement.ticking);
  function show() {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    const seconds = String(left % 60).padStart(2, "0");
    face.textContent = `${Math.floor(left / 60)}:${seconds}`;
    face.setAttribute("datetime", `PT${left}S`);
    face.classList.toggle("short", left <= data.warn);
    if (left === 0) { clearInterval(parentElement.ticking); setTriggerValue("over", data.run); }
  }
  parentElement.ticking = setInterval(show, 250);
  show();
  return () => clearInterval(parentElement.ticking);
}
"""

_CLOCK_STYLE = """
time { font: 600 1.05rem var(--st-font); font-variant-numeric: tabular-nums; color: var(--st-text-color); }
time.short { color: var(--st-primary-color); }
"""

_FOLLOW = """
if (window.quizByKey === undefined) {
  window.quizByKey = false;
  document.addEventListener("keydown", () => { window.quizByKey = true; }, true);
  document.addEventListener("pointerdown", () => { window.quizByKey = false; }, true);
}

export default function (component) {
  const { data, parentElement } = component;
  if (parentElement.about === data.about) return;
  parentElement.about = data.about;
  if (!data.target) return;
  const lost = () => document.activeElement === document.body || !document.activeElement.isConnected;
  function look(tries) {
    const found = [...document.querySelectorAll(data.target)].find(one => !one.disabled);
    if (found && window.quizByKey && lost()) found.focus();
    if (tries > 0 && parentElement.about === data.about) setTimeout(() => look(tries - 1), 80);
  }
  look(12);
}
"""
"""The button that was pressed is gone in the next question, and the keyboard would be back at the top of the page."""

_PAPER = """
function picture(svg, name) {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * 2;
    canvas.height = image.naturalHeight * 2;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    canvas.toBlob(blob => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = `${name}.png`;
      link.click();
    }, "image/png");
  };
  image.src = address;
}

function print(html) {
  const frame = document.createElement("iframe");
  frame.style.cssText = "position:fixed;width:0;height:0;border:0";
  frame.srcdoc = html;
  frame.onload = () => { frame.contentWindow.focus(); frame.contentWindow.print(); };
  document.body.append(frame);
  setTimeout(() => frame.remove(), 60000);
}

export default function (component) {
  const { data, parentElement } = component;
  const [png, paper] = parentElement.querySelectorAll("button");
  png.textContent = data.words.picture;
  paper.textContent = data.words.print;
  png.onclick = () => picture(data.svg, data.name);
  paper.onclick = () => print(data.html);
  const shown = parentElement.querySelector("img");
  shown.alt = data.words.alt;
  shown.src = `data:image/svg+xml;base64,${btoa(String.fromCharCode(...new TextEncoder().encode(data.svg)))}`;
}
"""

_PAPER_STYLE = """
img { width: 100%; max-width: 34rem; display: block; border: 1px solid var(--st-border-color); background: #fff; }
.row { display: flex; gap: .6rem; flex-wrap: wrap; margin: .7rem 0 0; }
button { font: inherit; color: var(--st-text-color); background: none; border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius, .5rem); padding: .4rem .9rem; cursor: pointer; }
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
"""


@lru_cache(maxsize=1)
def _clock() -> Any:
    return st.components.v2.component(
        "course_quiz_clock", html='<time role="timer"></time>', css=_CLOCK_STYLE, js=_CLOCK
    )


@lru_cache(maxsize=1)
def _follow() -> Any:
    return st.components.v2.component("course_quiz_follow", html="<span hidden></span>", js=_FOLLOW)


@lru_cache(maxsize=1)
def _paper() -> Any:
    html = '<img><div class="row"><button type="button"></button><button type="button"></button></div>'
    return st.components.v2.component("course_quiz_paper", html=html, css=_PAPER_STYLE, js=_PAPER)


def clock(run_id: str, left: float) -> None:
    """Draw a countdown; when it ends the page is told, and the run with it."""
    data = {"run": run_id, "left": left, "warn": 10}
    _clock()(key=f"clock--{run_id}", data=data, on_over_change=lambda: None)


def follow(about: str, *places: str) -> None:
    """Move the focus of who uses the keyboard to the first thing that can be pressed in some containers.

    Parameters
    ----------
    about
        What is on screen; while it is the same, the focus is left alone.
    places
        Keys of the containers; without any, nothing moves.
    """
    target = ", ".join(f".st-key-{place} :is(input, button)" for place in places)
    with st.container(key="quiz-follow"):
        _follow()(key="quiz-follow-keys", data={"about": about, "target": target})


def paper(svg: str, html: str, name: str, words: dict[str, str], key: str) -> None:
    """Draw a page of results with its two buttons: a picture, and paper."""
    _paper()(key=key, data={"svg": svg, "html": html, "name": name, "words": words})
