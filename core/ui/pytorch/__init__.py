"""The three activities of the laboratory; the page chooses which one to draw."""

from core.ui.pytorch.bench import draw as bench
from core.ui.pytorch.path import draw as path
from core.ui.pytorch.walls import draw as walls

ACTIVITIES = {"path": path, "bench": bench, "walls": walls}
