"""The five activities of lesson 3, one room each; the page chooses which one to draw."""

from core.ui.tokenizer import chat, film, pieces, tax, train

ACTIVITIES = {
    "pieces": pieces.draw, "tax": tax.draw, "film": film.draw, "train": train.draw, "chat": chat.draw,
}  # fmt: skip
