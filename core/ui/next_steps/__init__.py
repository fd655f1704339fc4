"""The eight activities of the last page, one room each; the page chooses which one to draw."""

from core.ui.next_steps.chat import draw as chat
from core.ui.next_steps.load import draw as load
from core.ui.next_steps.rag import draw as rag
from core.ui.next_steps.rlhf import draw as rlhf
from core.ui.next_steps.summary import draw as summary
from core.ui.next_steps.topic import draw_alone as multimodal
from core.ui.next_steps.tune import draw as tune
from core.ui.next_steps.write import draw as write

ACTIVITIES = {
    "load": load,
    "write": write,
    "chat": chat,
    "tune": tune,
    "rag": rag,
    "rlhf": rlhf,
    "multimodal": multimodal,
    "summary": summary,
}
