"""The activities of «Train your LLM», one room each; the page chooses which one to draw."""

from core.ui.train_llm.compare import draw as compare
from core.ui.train_llm.loop import draw as loop
from core.ui.train_llm.take import draw as take
from core.ui.train_llm.train import draw as train
from core.ui.train_llm.tune import draw as tune

ACTIVITIES = {"train": train, "compare": compare, "tune": tune, "take": take, "loop": loop}
