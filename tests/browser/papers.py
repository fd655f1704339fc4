"""The paper of a question on the screen, for the tests that answer one with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from core.quiz.records import Run

SINGLE = ("mlp_relu_door", "mlp_detectives", "mlp_memorising", "mlp_rate_too_high", "mlp_three_outputs")
"""Questions with one right answer among several."""


def choose(page: Page, option: int) -> None:
    """Click an option of the question on screen."""
    page.locator(".st-key-quiz-paper [role=radiogroup] label").nth(option).click()


def confirm_button(page: Page, run: Run, position: int) -> Locator:
    """Find the button that confirms an answer by somebody who is sure."""
    return page.locator(f".st-key-confirm--{run.id}--{position}--95").get_by_role("button")
