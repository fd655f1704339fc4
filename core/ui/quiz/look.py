"""The style of the quiz: a sheet of paper with one question on it."""

from __future__ import annotations

import streamlit as st

_SHEET = """
.st-key-quiz-paper { max-width: 46rem; }
.st-key-quiz-stem .stMarkdown p { font-size: 1.12rem; line-height: 1.5; }
.st-key-quiz-stem [data-testid="stCaptionContainer"] p { font-size: .85rem; }
.st-key-quiz-head p { font-size: .85rem; color: var(--muted); }
.st-key-quiz-head button { min-height: 0; padding: 0; }
.st-key-quiz-paper .stProgress { margin-top: -.9rem; }
.st-key-quiz-paper [role="radiogroup"] { gap: .55rem; }
.st-key-quiz-paper [role="radiogroup"] label, .st-key-quiz-paper .stCheckbox label { align-items: flex-start; }
.st-key-quiz-paper [role="radiogroup"] p, .st-key-quiz-paper .stCheckbox p { line-height: 1.45; }
.st-key-quiz-confirm { border-top: 1px solid var(--hair); padding-top: .8rem; margin-top: .3rem; }
.st-key-quiz-confirm [class*="st-key-confirm--"] { flex: 1 1 9.5rem; }
.st-key-quiz-confirm button { width: 100%; }
[class*="st-key-option--"] { border-left: 3px solid var(--hair); padding: .1rem 0 .1rem .9rem; }
[class*="st-key-option--good"] { border-left-color: var(--model); }
[class*="st-key-option--bad"] { border-left-color: var(--learner); }
[class*="st-key-option--"] p { line-height: 1.45; }
[class*="st-key-option--"] [data-testid="stMarkdownContainer"] { margin-bottom: 0; }
[class*="st-key-option--"] .stMarkdown p { margin-bottom: 0; }
[class*="st-key-option--"] .stMarkdown p + p { font-size: .92rem; color: var(--muted); margin-top: .1rem; }
[class*="st-key-idea--"] { border-bottom: 1px solid var(--hair); padding-bottom: .7rem; max-width: 46rem; }
[class*="st-key-ordered--"] { gap: .25rem; padding-bottom: .4rem; }
[class*="st-key-ordered--"] p { margin-bottom: 0; }
.st-key-quiz-follow, :has(> .st-key-quiz-follow) { position: absolute; height: 0; }
.st-key-quiz-open { border: 1px solid var(--hair); border-radius: .6rem; padding: .9rem 1.1rem; max-width: 46rem; }
.st-key-quiz-score p { font-size: 1.15rem; max-width: 46rem; }
.st-key-quiz-start { max-width: 46rem; }
.st-key-quiz-prose p { max-width: 46rem; }
/* The uploader speaks English only: its own words go, ours stand above it. */
.st-key-quiz-upload [data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
@media (max-width: 640px) {
  .st-key-quiz-confirm [class*="st-key-confirm--"] { flex-basis: 42%; }
  [data-testid="stMain"]:has(.st-key-quiz-paper) .st-key-lesson-header { margin-bottom: .5rem; }
  [data-testid="stMain"]:has(.st-key-quiz-paper) .st-key-lesson-header > :last-child { display: none; }
}
"""


def apply() -> None:
    """Send the sheet."""
    st.html(f"<style>{_SHEET}</style>")
