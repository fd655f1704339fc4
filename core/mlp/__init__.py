"""Lesson 5: a multilayer network that learns in front of you.

Read in this order: `datasets` (what it learns from), `experiment` (everything that decides a run), `activations` and
`network` (what a layer does), `training` (the step, and runs in slices), `optimizers`, `surface` (what it answers over
the plane), `microscope` (one weight, its gradient and its update), `missions`, `export` (the same in plain PyTorch).
"""

from core.mlp.experiment import Experiment, split
from core.mlp.training import TrainState, accuracy, advance, answers, edited, losses, start, step

__all__ = [
    "Experiment",
    "TrainState",
    "accuracy",
    "advance",
    "answers",
    "edited",
    "losses",
    "split",
    "start",
    "step",
]
