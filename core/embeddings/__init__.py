"""Embeddings: meaning as place. Vectors of words, maps and how much they lie, neighbours, analogies, context."""

from core.embeddings.analogies import analogy, arrival, success, success_table
from core.embeddings.context import Uses, layer_maps, separation, uses
from core.embeddings.lookup import forget, pieces, unit, vectors
from core.embeddings.maps import Map, Plan, companions, direction, draw_map, in_the_same_group
from core.embeddings.nearest import MEASURES, neighbours, search, similarities, unique
from core.embeddings.neighbourhoods import NEIGHBOURS, faithfulness, neighbourhood, true_neighbours
from core.embeddings.projection import Axes, Projection, place_among, project, widest
from core.embeddings.snapshots import History, Snapshot, history
from core.embeddings.wordlists import (
    MOST_WORDS,
    Group,
    WordList,
    everything,
    outside,
    read_words,
    relations,
    themes,
)

__all__ = [
    "MEASURES",
    "MOST_WORDS",
    "NEIGHBOURS",
    "Axes",
    "Group",
    "History",
    "Map",
    "Plan",
    "Projection",
    "Snapshot",
    "Uses",
    "WordList",
    "analogy",
    "arrival",
    "companions",
    "direction",
    "draw_map",
    "everything",
    "faithfulness",
    "forget",
    "history",
    "in_the_same_group",
    "layer_maps",
    "neighbourhood",
    "neighbours",
    "outside",
    "pieces",
    "place_among",
    "project",
    "read_words",
    "relations",
    "search",
    "separation",
    "similarities",
    "success",
    "success_table",
    "themes",
    "true_neighbours",
    "unique",
    "unit",
    "uses",
    "vectors",
    "widest",
]
