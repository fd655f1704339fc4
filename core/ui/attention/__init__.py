"""The seven activities of lesson 6, one room each; the page chooses which one to draw."""

from core.ui.attention.by_hand import draw as by_hand
from core.ui.attention.hunt import draw as hunt
from core.ui.attention.importance import draw as importance
from core.ui.attention.look import draw as look
from core.ui.attention.real_row import draw as real_row
from core.ui.attention.steps import draw as steps
from core.ui.attention.switches import draw as switches

ACTIVITIES = {
    "look": look,
    "real_row": real_row,
    "importance": importance,
    "switches": switches,
    "hunt": hunt,
    "by_hand": by_hand,
    "steps": steps,
}
