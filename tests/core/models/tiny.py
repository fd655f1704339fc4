"""Models of a few thousand parameters, written to disk as any model of the hub is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

WORDS = ("<|endoftext|>", "[UNK]", "el", "gato", "la", "mesa", "está", "en")


def tokenizer(folder: Path) -> None:
    """Write a tokenizer of whole words."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    end, unknown = WORDS[:2]
    made = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token=unknown))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    fast = PreTrainedTokenizerFast(tokenizer_object=made, unk_token=unknown, eos_token=end)
    fast.save_pretrained(str(folder))


def gpt2(folder: Path, **save: Any) -> Any:
    """Write a GPT-2 of 2 blocks and width 8, and give it."""
    from transformers import GPT2Config
    from transformers.models.gpt2.modeling_gpt2 import GPT2LMHeadModel

    config = GPT2Config(
        vocab_size=len(WORDS), n_positions=16, n_embd=8, n_layer=2, n_head=2, bos_token_id=0, eos_token_id=0,
    )  # fmt: skip
    return _save(GPT2LMHeadModel(config), folder, **save)


def bert(folder: Path) -> Any:
    """Write an encoder of 1 block and width 8, and give it."""
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=16,
    )  # fmt: skip
    return _save(BertModel(config), folder)


def edit_config(folder: Path, **values: Any) -> None:
    """Change values of a model's config."""
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def _save(model: Any, folder: Path, **save: Any) -> Any:
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    model.set_attn_implementation("eager")  # as the course does: the same numbers, not only close ones
    model.save_pretrained(str(folder), **save)
    tokenizer(folder)
    return model
