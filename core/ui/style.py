"""The style sheet of the course: what the theme file cannot say.

Containers are found by the keys that the frame gives them; colours come from the palette of the theme. A ``:has()``
stands only on what an attribute names: on a bare tag the browser asks it of every element, and styles all of them
again with every change of a chart (29 ms of a moved slider, 11 without).
"""

from __future__ import annotations

import json

import streamlit as st

from core import glossary
from core.ui import session
from core.ui.charts import theme

_SHEET = """
/* The page: a measure for reading, no toolbars in another language, nothing that jumps. */
.stMainBlockContainer { max-width: 78rem; padding-left: 3.2rem; padding-right: 3.2rem; padding-bottom: 4rem; }
[data-testid="stElementToolbar"], [data-testid="stHeaderActionElements"] { display: none; }
[data-testid="InputInstructions"] { display: none; }
.st-key-browser { display: none; }
* { font-variant-numeric: tabular-nums; }
.stMarkdown p { line-height: 1.55; }

/* Contrast: Streamlit's own small print, the ink on the accent, and its code colours fall short of 4.5 to 1. */
[data-testid="stCaptionContainer"] { opacity: 1; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: var(--muted); }
[class*="st-key-experiment--"] summary, [class*="st-key-experiment--"] summary * { color: var(--muted) !important; opacity: 1 !important; }
button[kind="primary"]:not(:disabled), button[kind="primary"]:not(:disabled) p, button[kind="primaryFormSubmit"]:not(:disabled) p,
[data-tag] span, [data-tag] button { color: var(--paper) !important; }
.st-key-event-practice a p, .st-key-event-practice a span { white-space: normal !important; overflow: visible; }
button[data-variant][data-selected] p { color: color-mix(in srgb, var(--model) 78%, var(--text)); }
code .token.keyword, code .token.tag, code .token.function, code .token.class-name, code .token.selector { color: var(--code-word) !important; }
code .token.string, code .token.attr-value, code .token.char { color: var(--code-text) !important; }
code .token.number, code .token.boolean, code .token.builtin, code .token.constant { color: var(--code-number) !important; }
code .token.variable, code .token.parameter, code .token.decorator, code .token.operator, code .token.attr-name { color: var(--text) !important; }
code .token.comment, code .token.punctuation { color: var(--muted) !important; }

/* A long formula breaks at its signs, where a phone has no room. */
.katex-display { padding: .3rem .4rem; }
.katex-display > .katex { white-space: normal; }
@media (max-width: 640px) { .katex-display > .katex { font-size: .85em; } }

/* The box for a file: the words of the course in place of Streamlit's, which are always English. */
[data-testid="stFileUploaderDropzoneInstructions"], [data-testid="stFileUploaderDropzone"] > span p { display: none; }
[data-testid="stFileUploaderDropzoneInput"] + div > span { font-size: 0 !important; }
[data-testid="stFileUploaderDropzone"] > span [data-testid="stMarkdownContainer"]::after { content: var(--upload); }
[data-testid="stFileUploaderDropzoneInput"] + div > span::after { content: var(--drop); font-size: .875rem; }

/* The sidebar: the name of the course in the letter of its titles. */
[data-testid="stSidebarHeader"] { height: 2.6rem; min-height: 0; margin-bottom: 0; padding-top: .6rem; }
[data-testid="stSidebarNavItems"] > li:first-child p { font-family: "Source Serif", serif; font-size: 1.18rem; font-weight: 600; }
[data-testid="stSidebarNavItems"] > li:first-child a { padding-top: .35rem; padding-bottom: .35rem; }
.st-key-sidebar-foot [data-testid="stTooltipIcon"] { opacity: .7; }

/* Where am I. */
.st-key-lesson-place p { font-size: .8rem; letter-spacing: .08em; text-transform: uppercase; }
.st-key-present-switch button { min-height: 0; padding: 0; color: var(--muted); }
.st-key-present-switch button p { letter-spacing: 0; text-transform: none; }
.st-key-lesson-header h1, .st-key-home-header h1 { padding: 0 0 .1rem; line-height: 1.2; }
.st-key-lesson-header > [data-testid="stElementContainer"]:last-child,
.st-key-home-header > [data-testid="stElementContainer"]:last-child { margin-top: .75rem; }
.st-key-lesson-header > [data-testid="stElementContainer"]:last-child p,
.st-key-home-header > [data-testid="stElementContainer"]:last-child p { font-size: 1.08rem; max-width: 60rem; }

/* Home: a table of contents, as in a book. */
[class*="st-key-home-lesson--"] { border-top: 1px solid var(--hair); padding: .5rem 0 .85rem; gap: .9rem; }
[class*="st-key-home-lesson--"] a { padding: 0 !important; margin: 0; background: none !important; min-height: 0; gap: 0; }
[class*="st-key-home-lesson--"] a p { font-family: "Source Serif", serif; font-size: 1.12rem; font-weight: 600; }
[class*="st-key-home-lesson--"] a:hover p { text-decoration: underline; text-underline-offset: .2em; }
[class*="st-key-home-lesson--"] a > span:first-child:not(:last-child), [class*="st-key-home-lesson--"] a > [data-testid="stIconMaterial"] { display: none; }
[class*="st-key-home-lesson--"] .stMarkdown p { font-size: .92rem; color: var(--muted); line-height: 1.4; }
[class*="st-key-home-lesson--"] > :first-child .stMarkdown p { font-family: "Source Serif", serif; font-size: 1.5rem; line-height: 1.15; color: var(--model); text-align: right; }
.st-key-home-start a { background: var(--model) !important; padding: .55rem 1rem; }
.st-key-home-start a p, .st-key-home-start a span { color: var(--paper) !important; font-weight: 600; }
.st-key-home-start a:hover { filter: brightness(1.08); }
.st-key-home-more { border-top: 1px solid var(--hair); padding-top: 1rem; margin-top: .2rem; }
.st-key-home-more a { padding: 0 !important; background: none !important; }

/* The stage. The figure stays in sight while the controls scroll. */
[class*="st-key-stage-figure--"] { position: sticky; top: 3.5rem; }
[class*="st-key-stage-seeing--"] p { max-width: 44rem; }
[class*="st-key-prediction--"] p { line-height: 1.45; }
[class*="st-key-prediction-foot--"] button[kind="tertiary"] { min-height: 0; padding: 0; color: var(--muted); }
/* The bet keeps its colour after the commit: amber is the learner's. */
[class*="st-key-guessed--"] button { color: var(--muted) !important; cursor: default !important; }
[class*="st-key-guessed--"] button[data-selected] { border-color: var(--learner) !important; color: var(--text) !important;
  background: color-mix(in srgb, var(--learner) 18%, transparent) !important; }
[class*="st-key-waiting--"] { border: 1px dashed var(--hair); border-radius: .6rem; justify-content: center; align-items: center; }
[class*="st-key-waiting--"] p { color: var(--muted); text-align: center; }
[class*="st-key-carry--"] { row-gap: 0; }
[class*="st-key-carry--"] p { font-size: .8rem; }
[class*="st-key-carry--"] button { min-height: 0; padding: 0; text-align: left; color: var(--muted); }

/* Under the figure, in small type. */
[class*="st-key-figure-foot--"] { row-gap: .1rem; }
[class*="st-key-figure-foot--"] p { font-size: .8rem; }
[class*="st-key-figure-actions--"] { column-gap: 1rem; row-gap: .1rem; position: relative; z-index: 1; }
[class*="st-key-figure-actions--"] button { min-height: 1.6rem; padding: 0; color: var(--muted); }
[class*="st-key-figure-actions--"] button p, [class*="st-key-figure-actions--"] button span { font-size: .8rem; }
[class*="st-key-figure-actions--"] button:hover { color: inherit; text-decoration: underline; text-underline-offset: .2em; }
[class*="st-key-figure-actions--"] button [data-testid="stIconMaterial"] { font-size: 1.05rem; }
[class*="st-key-figure-actions--"] [data-testid="stPopoverButton"] > div > [aria-hidden="true"] { display: none; }
[data-testid="stPopoverBody"] { max-width: min(46rem, 94vw); max-height: 70vh; overflow: auto; box-shadow: none; border: 1px solid var(--hair); }
[data-testid="stDialog"] [role="dialog"] > :first-child p, [data-testid="stDialog"] h2 { font-family: "Source Serif", serif; }

/* Notes: a rule at the left, no coloured box. */
[class*="st-key-note-"] { border-left: 3px solid var(--hair); padding-left: .9rem; }
[class*="st-key-note-warning"], [class*="st-key-note-error"] { border-left-color: var(--learner); }

/* Below the stage. */
.st-key-deeper { margin-top: 1.2rem; }
.st-key-deeper [role="tabpanel"] .stMarkdown { max-width: 48rem; }
[class*="st-key-running--"] { border-left: 3px solid var(--model); padding-left: .9rem; }
[class*="st-key-running--"] button { min-height: 0; padding: 0; color: var(--muted); }
.st-key-home-map { margin-top: .4rem; }
[class*="st-key-experiment--"], [class*="st-key-misunderstood--"] { border-bottom: 1px solid var(--hair); padding-bottom: .8rem; }
.st-key-ending { margin-top: 1.5rem; border-top: 1px solid var(--hair); padding-top: 1.4rem; }
.st-key-ways { margin-top: 1rem; border-top: 1px solid var(--hair); padding-top: 1rem; }

/* On a phone: ask, prediction, figure, seeing, controls. */
@media (max-width: 640px) {
  .stMainBlockContainer { padding-left: 1.1rem; padding-right: 1.1rem; padding-top: 4.2rem; }
  [class*="st-key-stage--"] [data-testid="stHorizontalBlock"]:has([class*="st-key-stage-ask--"]) { flex-direction: column; gap: 1rem; }
  [data-testid="stColumn"]:has(> [data-testid="stVerticalBlock"] [class*="st-key-stage-ask--"]),
  [data-testid="stColumn"]:has(> [data-testid="stVerticalBlock"] [class*="st-key-stage-ask--"]) > [data-testid="stVerticalBlock"]
    { display: contents; }
  [data-testid="stLayoutWrapper"]:has(> [class*="st-key-stage-ask--"]) { order: 1; }
  [data-testid="stLayoutWrapper"]:has(> [class*="st-key-stage-prediction--"]) { order: 2; }
  [data-testid="stColumn"]:has([class*="st-key-stage-figure--"]):not(:has([class*="st-key-stage-ask--"])) { order: 3; min-width: 100%; }
  [data-testid="stLayoutWrapper"]:has(> [class*="st-key-stage-controls--"]) { order: 5; }
  [class*="st-key-stage-figure--"] { position: static; }
  /* A finger cannot scroll code sideways and read it; the keyboard cannot reach it at all. */
  [data-testid="stCode"] code { white-space: pre-wrap !important; overflow-wrap: anywhere; }
}

/* People who asked their system for less movement. */
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
"""

_SAID = {"upload": "button", "drop": "drop"}
"""Variables of the sheet that are words, and where they stand."""

_PROJECTOR = """
html { font-size: 24px !important; }
[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"] { display: none; }
.stMainBlockContainer { max-width: 96rem; padding-top: 1.2rem; }
.st-key-activities { margin-top: .8rem; }
[class*="st-key-figure-actions--"] { display: none; }
"""


def apply(*, present: bool) -> None:
    """Send the sheet; on a projector, larger type and nothing but the stage."""
    colours = theme.palette(session.mode())
    roles = ("model", "learner", "other", "removed", "text", "muted", "paper", "surface")
    names = "".join(f"--{role}: {getattr(colours, role)}; " for role in roles)
    # Inks for code: the roles' own colours, mixed with the text's until they can be read.
    for ink, role, share in (("word", "model", 85), ("text", "learner", 45), ("number", "other", 80)):
        names += f"--code-{ink}: color-mix(in srgb, {getattr(colours, role)} {share}%, {colours.text}); "
    words = session.words("frame")
    names += "".join(
        f"--{one}: {json.dumps(words.text(f'upload.{said}'), ensure_ascii=False)}; "
        for one, said in _SAID.items()
    )
    root = f":root {{ {names}--hair: color-mix(in srgb, {colours.text} 15%, transparent); }}"
    terms = glossary.css(line=colours.model, paper=colours.surface, ink=colours.text, edge=colours.grid)
    st.html(f"<style>{root}{terms}{_SHEET}{_PROJECTOR if present else ''}</style>")
