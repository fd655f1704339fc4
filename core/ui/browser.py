"""The little that only JavaScript can do: remember the learner's id, copy the link, save a picture.

One invisible component per page listens to the whole document, so that a figure's actions are ordinary
Streamlit buttons and cost nothing until they are pressed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import streamlit as st

from core.ui import session

COPY_LINK = "copy-link"
SAVE_PICTURE = "save-picture"

_SCRIPT = """
const YEAR = 31536000;

function keepCookie(name, value) {
  document.cookie = `${name}=${value}; max-age=${YEAR}; path=/; SameSite=Lax`;
}

// Every change of a setting would be a step of the browser's history: "back" must lead to the page before.
function oneStepPerPage() {
  if (window.__oneStepPerPage) return;
  window.__oneStepPerPage = true;
  const push = history.pushState.bind(history);
  history.pushState = (state, title, url) => {
    const samePage = url && new URL(url, location.href).pathname === location.pathname;
    return samePage ? history.replaceState(state, title, url) : push(state, title, url);
  };
}

function pageLink() {
  const link = new URL(location.href);
  link.searchParams.set("lang", document.documentElement.lang);
  link.searchParams.delete("learner");
  return link.href;
}

// A page served in a classroom over plain http has no navigator.clipboard.
function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

function save(href, name) {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
}

function savePicture(figure, name) {
  const canvas = figure.querySelector("canvas");
  if (canvas) return save(canvas.toDataURL("image/png"), `${name}.png`);
  const drawing = figure.querySelector("svg.marks") || figure.querySelector("svg");
  if (!drawing) return;
  const copy = drawing.cloneNode(true);
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const app = document.querySelector(".stApp");
  paper.setAttribute("width", "100%");
  paper.setAttribute("height", "100%");
  paper.setAttribute("fill", getComputedStyle(app).backgroundColor);
  copy.insertBefore(paper, copy.firstChild);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const text = new XMLSerializer().serializeToString(copy);
  save(URL.createObjectURL(new Blob([text], {type: "image/svg+xml"})), `${name}.svg`);
}

// An experiment is started below and seen above.
function toTheStage() {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  document.querySelector(".stMain").scrollTo({top: 0, behavior: calm ? "auto" : "smooth"});
}

function keyOf(element, prefix) {
  const holder = element.closest(`[class*="st-key-${prefix}--"]`);
  if (!holder) return null;
  const match = [...holder.classList].find(name => name.startsWith(`st-key-${prefix}--`));
  return match.slice(`st-key-${prefix}--`.length);
}

function listen() {
  if (window.__courseListens) return;
  window.__courseListens = true;
  document.addEventListener("click", event => {
    if (!event.target.closest("button")) return;
    if (keyOf(event.target, "copy-link") !== null) copyText(pageLink());
    const name = keyOf(event.target, "save-picture");
    if (keyOf(event.target, "try") !== null) toTheStage();
    const figure = name && document.querySelector(`.st-key-figure--${name}`);
    if (figure) savePicture(figure, name);
  }, true);
}

// The evening comes and the system turns dark: the theme follows by itself, and what was drawn in its colours
// has to be drawn again.
function followTheSystem(component) {
  window.__courseRedraw = () => component.setTriggerValue("theme", true);
  if (window.__courseFollows) return;
  window.__courseFollows = matchMedia("(prefers-color-scheme: dark)");
  window.__courseFollows.addEventListener("change", () => setTimeout(() => window.__courseRedraw(), 100));
}

// A server that was started again knows nothing of this page until it is asked to draw it: without that, its
// controls would move and nothing would follow.
function comeBack() {
  if (window.__courseReturns) return;
  const app = document.querySelector('[data-testid="stApp"]');
  let away = false;
  window.__courseReturns = new MutationObserver(() => {
    const here = app.dataset.testConnectionState === "CONNECTED";
    if (here && away) setTimeout(() => window.__courseRedraw(), 100);
    away = !here;
  });
  window.__courseReturns.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
}

// The notice comes before the page it denies; it may also arrive a moment later.
function closeNotice(tries) {
  const close = document.querySelector('[data-testid="stDialog"] button[aria-label="Close"]');
  if (close) close.click();
  else if (tries > 0) setTimeout(() => closeNotice(tries - 1), 100);
}

export default function (component) {
  const { data } = component;
  document.documentElement.lang = data.language;
  keepCookie(data.cookie, data.learner);
  oneStepPerPage();
  if (data.wrongNotice) closeNotice(30);
  listen();
  followTheSystem(component);
  comeBack();
}
"""


@lru_cache(maxsize=1)
def _component() -> Any:
    """Register the component, once per process."""
    return st.components.v2.component("course_browser", js=_SCRIPT)


def listen() -> None:
    """Mount the component: it sets the language and the learner's cookie, and listens for the actions."""
    data = {
        "language": session.language(),
        "learner": session.learner(),
        "cookie": session.COOKIE,
        "wrongNotice": bool(st.session_state.get("_wrong_notice")),
    }
    with st.sidebar, st.container(key="browser"):
        _component()(key="course_browser", data=data, on_theme_change=_redraw)


def _redraw() -> None:
    """The rerun that the trigger brings is all that is wanted."""
