"""Models: which there are, how they are loaded, and how many are kept.

>>> sorted(card.id for card in CATALOGUE.values() if card.offline)
['gatito', 'minilm']
"""

from core.models.cache import clear, load, load_writer, register, resident
from core.models.catalogue import CATALOGUE, OWN, Card, card_for
from core.models.loading import LoadedModel

__all__ = [
    "CATALOGUE",
    "OWN",
    "Card",
    "LoadedModel",
    "card_for",
    "clear",
    "load",
    "load_writer",
    "register",
    "resident",
]
