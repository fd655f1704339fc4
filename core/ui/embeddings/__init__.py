"""The six activities of lesson 4, one room each; the page chooses which one to draw."""

from core.ui.embeddings.analogies import draw as analogies
from core.ui.embeddings.birth import draw as birth
from core.ui.embeddings.context import draw as context
from core.ui.embeddings.map import draw as word_map
from core.ui.embeddings.near import draw as near
from core.ui.embeddings.search import draw as search

ACTIVITIES = {
    "map": word_map, "near": near, "analogies": analogies, "context": context, "birth": birth, "search": search,
}  # fmt: skip
