"""The five activities of lesson 2, one room each; the page chooses which one to draw."""

from core.ui.next_word.ladder import draw as ladder
from core.ui.next_word.remember import draw as remember
from core.ui.next_word.share import draw as share
from core.ui.next_word.surprise import draw as surprise
from core.ui.next_word.write import draw as write

ACTIVITIES = {"share": share, "write": write, "remember": remember, "surprise": surprise, "ladder": ladder}
