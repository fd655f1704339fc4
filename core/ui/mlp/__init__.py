"""The activities of lesson 5, one room each; the page chooses which one to draw."""

from core.ui.mlp.compare import draw as compare
from core.ui.mlp.inside import draw as inside
from core.ui.mlp.microscope import draw as microscope
from core.ui.mlp.missions import draw as missions
from core.ui.mlp.passing import draw as passing
from core.ui.mlp.train import draw as train

ACTIVITIES = {
    "train": train, "microscope": microscope, "pass": passing, "missions": missions, "compare": compare, "inside": inside,
}  # fmt: skip
