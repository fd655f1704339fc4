"""Chapter 6, second half: Gatito itself, loaded as any GPT-2: the numbers of other pages."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from core.sandbox.exercises.checking import called, equal, get, holds
from core.sandbox.exercises.exercise import Exercise, code

NEXT = "El gato está en la"
LOOKS = "El gato que comió el ratón estaba satisfecho"
LAYER, HEAD = 2, 1


@lru_cache(maxsize=1)
def gatito() -> tuple[Any, Any]:
    """Load Gatito as any GPT-2: ``"gatito"`` is a folder beside the program."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained("gatito", attn_implementation="eager").eval()
    return model, AutoTokenizer.from_pretrained("gatito")


def next_probabilities(text: str) -> Any:
    """Compute Gatito's probabilities of the next token; the token that opens every document stands first."""
    import torch

    model, tokenizer = gatito()
    ids = torch.tensor([[tokenizer.bos_token_id, *tokenizer(text, add_special_tokens=False)["input_ids"]]])
    with torch.no_grad():
        return torch.softmax(model(ids).logits[0, -1], -1)


def attention_row(text: str, layer: int, head: int) -> Any:
    """Give what the last token of a text looks at, in one head of Gatito."""
    import torch

    model, tokenizer = gatito()
    ids = torch.tensor([[tokenizer.bos_token_id, *tokenizer(text, add_special_tokens=False)["input_ids"]]])
    with torch.no_grad():
        return model(ids, output_attentions=True).attentions[layer][0, head, -1]


def _gatito_load(names: dict[str, Any]) -> tuple[Any, Any]:
    model, _ = gatito()
    mine = get(names, "model")
    holds(hasattr(mine, "parameters"), "not_module", name="model", type=type(mine).__name__)
    total = sum(p.numel() for p in model.parameters())
    equal(get(names, "count"), total, "count", close=0)
    return equal(get(names, "width"), int(model.config.n_embd), "width", close=0)


def _gatito_next(names: dict[str, Any]) -> tuple[Any, Any]:
    return equal(get(names, "p"), next_probabilities(NEXT), "p", NEXT, close=1e-4)


def _gatito_attention(names: dict[str, Any]) -> tuple[Any, Any]:
    return equal(get(names, "row"), attention_row(LOOKS, LAYER, HEAD), "row", LOOKS, close=1e-4)


def _gatito_words(names: dict[str, Any]) -> tuple[Any, Any]:
    """Any word, and above all those of the page on embeddings."""
    import torch

    model, tokenizer = gatito()
    table = model.get_input_embeddings().weight.detach()

    def vector(word: str) -> Any:
        row = table[tokenizer(f" {word}", add_special_tokens=False)["input_ids"][0]]
        return row / row.norm()

    pair = (None, None)
    for one, other in (("rey", "reina"), ("gato", "perro"), ("gato", "mesa")):
        mine = called(get(names, "similarity"), one, other, name="similarity")
        pair = equal(mine, float(vector(one) @ vector(other)), "similarity", f"{one}, {other}", close=1e-3)
    return torch.as_tensor(pair[0]), torch.as_tensor(pair[1])


EXERCISES = (
    Exercise("language_gatito_load", code("""
from transformers import AutoModelForCausalLM, AutoTokenizer

model = AutoModelForCausalLM.from_pretrained("gatito")
tokenizer = AutoTokenizer.from_pretrained("gatito")

count = ...
width = ...
model
"""), code("""
from transformers import AutoModelForCausalLM, AutoTokenizer

model = AutoModelForCausalLM.from_pretrained("gatito")
tokenizer = AutoTokenizer.from_pretrained("gatito")

count = sum(p.numel() for p in model.parameters())
width = model.config.n_embd
model
"""), _gatito_load),
    Exercise("language_gatito_next", code(f"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

model = AutoModelForCausalLM.from_pretrained("gatito").eval()
tokenizer = AutoTokenizer.from_pretrained("gatito")

ids = tokenizer("{NEXT}", add_special_tokens=False)["input_ids"]
ids = torch.tensor([[tokenizer.bos_token_id, *ids]])
p = ...
"""), code(f"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

model = AutoModelForCausalLM.from_pretrained("gatito").eval()
tokenizer = AutoTokenizer.from_pretrained("gatito")

ids = tokenizer("{NEXT}", add_special_tokens=False)["input_ids"]
ids = torch.tensor([[tokenizer.bos_token_id, *ids]])
with torch.no_grad():
    logits = model(ids).logits
p = torch.softmax(logits[0, -1], dim=-1)

for place in p.argsort(descending=True)[:4]:
    print(f"{{tokenizer.decode([place])!r}} {{p[place].item():.3f}}")
"""), _gatito_next),
    Exercise("language_gatito_attention", code(f"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

model = AutoModelForCausalLM.from_pretrained("gatito", attn_implementation="eager").eval()
tokenizer = AutoTokenizer.from_pretrained("gatito")

ids = tokenizer("{LOOKS}", add_special_tokens=False)["input_ids"]
ids = torch.tensor([[tokenizer.bos_token_id, *ids]])
layer, head = {LAYER}, {HEAD}
row = ...
"""), code(f"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

model = AutoModelForCausalLM.from_pretrained("gatito", attn_implementation="eager").eval()
tokenizer = AutoTokenizer.from_pretrained("gatito")

ids = tokenizer("{LOOKS}", add_special_tokens=False)["input_ids"]
ids = torch.tensor([[tokenizer.bos_token_id, *ids]])
layer, head = {LAYER}, {HEAD}
with torch.no_grad():
    attentions = model(ids, output_attentions=True).attentions
row = attentions[layer][0, head, -1]

for place, weight in zip(ids[0], row):
    print(f"{{weight.item():.3f}} {{tokenizer.decode([place])}}")
"""), _gatito_attention),
    Exercise("language_gatito_words", code("""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

model = AutoModelForCausalLM.from_pretrained("gatito")
tokenizer = AutoTokenizer.from_pretrained("gatito")
table = model.get_input_embeddings().weight.detach()

def similarity(one, other):
    return ...

similarity("rey", "reina"), similarity("rey", "mesa")
"""), code("""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

model = AutoModelForCausalLM.from_pretrained("gatito")
tokenizer = AutoTokenizer.from_pretrained("gatito")
table = model.get_input_embeddings().weight.detach()

def vector(word):
    row = table[tokenizer(" " + word, add_special_tokens=False)["input_ids"][0]]
    return row / row.norm()

def similarity(one, other):
    return (vector(one) @ vector(other)).item()

similarity("rey", "reina"), similarity("rey", "mesa")
"""), _gatito_words),
)  # fmt: skip
