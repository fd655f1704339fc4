"""The five activities of lesson 1, one room each; the page chooses which one to draw."""

from core.ui.history.game import draw as game
from core.ui.history.growth import draw as growth
from core.ui.history.lineage import draw as lineage
from core.ui.history.story import draw as story
from core.ui.history.timeline import draw as timeline

ACTIVITIES = {"story": story, "timeline": timeline, "lineage": lineage, "growth": growth, "game": game}
