"""The vocabularies of the course: which ones there are, whose they are, and how each one cuts.

Four families, and all of them work without network:

- ``byte_bpe``: starts from the 256 bytes and joins pairs; nothing is ever unknown.
- ``sentencepiece_bpe``: starts from characters, spaces included; unknown characters fall to bytes.
- ``wordpiece``: takes the longest piece it knows from the left; what it cannot spell is ``[UNK]``.
- ``unigram``: knows the probability of each piece and takes the most probable cut of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["byte_bpe", "sentencepiece_bpe", "wordpiece", "unigram"]
Source = Literal["splintr", "minilm", "gatito", "course", "hub"]
Normal = Literal["nfc", "underscore", "bert"]


@dataclass(frozen=True)
class Vocabulary:
    """What is known of a vocabulary before it is loaded.

    Parameters
    ----------
    id
        Its name in code and in links.
    name
        Its name for people.
    used_by
        Models that read with it.
    kind
        Family of its algorithm.
    source
        Where it comes from: a library, a package, or this repository.
    size
        How many tokens the model knows; None when only the file says it.
    pattern
        Key of `core.tokenizer.patterns.PATTERNS`, when a pattern cuts the text first.
    normal
        What it changes in a text before cutting: ``"nfc"`` composes accents, ``"underscore"`` reads
        U+2581 as a space, ``"bert"`` drops case, accents and spaces.
    invents_space
        Whether it puts a space in front of every text.
    atoms
        Strings that are one token wherever they stand, though they are no special tokens.
    """

    id: str
    name: str
    used_by: str
    kind: Kind
    source: Source
    size: int | None = None
    pattern: str | None = None
    normal: Normal | None = None
    invents_space: bool = False
    atoms: tuple[str, ...] = ()


def _bundled(
    name_id: str,
    name: str,
    used_by: str,
    size: int,
    pattern: str,
    normal: Normal | None = None,
    atoms: tuple[str, ...] = (),
) -> Vocabulary:
    return Vocabulary(name_id, name, used_by, "byte_bpe", "splintr", size, pattern, normal, atoms=atoms)


def _sentencepiece(
    name_id: str,
    name: str,
    used_by: str,
    size: int,
    *,
    invents_space: bool = True,
    atoms: tuple[str, ...] = (),
) -> Vocabulary:
    return Vocabulary(
        name_id, name, used_by, "sentencepiece_bpe", "splintr", size, None, "underscore", invents_space, atoms
    )


_RUNS_OF_SPACES = tuple(" " * length for length in range(24, 1, -1))
_TAGS = (
    "table caption thead tbody tfoot tr th td /table /caption /thead /tbody /tfoot /tr /th /td h1 h2 h3 h4 h5 h6 "
    "blockquote /h1 /h2 /h3 /h4 /h5 /h6 /blockquote strong em b i u s sub sup code /strong /em /b /i /u /s /sub "
    "/sup /code a html body img span bbox ul ol li div iframe footer /a /html /body /img /span /bbox /ul /ol /li "
    "/div /iframe /footer"
)
_GEMMA_ATOMS = (
    *("\n" * length for length in range(31, 0, -1)),
    *(" " * length for length in range(31, 1, -1)),
    *(f"<{tag}>" for tag in _TAGS.split()),
)

_ALL = (
    _bundled("cl100k_base", "GPT-4", "GPT-4, GPT-3.5", 100_277, "cl100k"),
    _bundled("o200k_base", "GPT-4o", "GPT-4o", 200_019, "o200k"),
    _bundled("gpt-oss", "gpt-oss", "gpt-oss", 200_019, "o200k"),
    _bundled("llama3", "Llama 3", "Llama 3, 3.1, 3.2, 3.3", 128_256, "cl100k"),
    _sentencepiece("llama2", "Llama 2", "Llama 2, TinyLlama, Vicuna", 32_000),
    _sentencepiece("codellama", "Code Llama", "Code Llama", 32_016),
    _bundled("qwen3", "Qwen 3", "Qwen 2, 2.5, 3", 151_669, "qwen2", "nfc"),
    _bundled("deepseek_v3", "DeepSeek V3", "DeepSeek V3, R1", 128_815, "deepseek"),
    _sentencepiece("mistral_v1", "Mistral v1", "Mistral 7B v0.1, Mixtral 8x7B", 32_000),
    _sentencepiece("mistral_v2", "Mistral v2", "Mistral 7B v0.3, Codestral", 32_768),
    _bundled("mistral_v3", "Mistral v3 (Tekken)", "Mistral NeMo, Large 2, Pixtral", 131_072, "tekken"),
    _sentencepiece("gemma3", "Gemma 3", "Gemma 3", 262_144, invents_space=False, atoms=_GEMMA_ATOMS),
    _bundled("glm4", "GLM-4", "GLM-4, GLM-4.5", 151_365, "cl100k"),
    _bundled("kimi_k2", "Kimi K2", "Kimi K2", 163_840, "kimi"),
    _bundled("kimi_k3", "Kimi K3", "Kimi K3", 163_840, "kimi"),
    _bundled("phi4", "Phi-4", "Phi-4", 100_352, "cl100k"),
    _bundled("olmo2", "OLMo 2", "OLMo 2", 100_278, "cl100k"),
    _bundled("modernbert", "ModernBERT", "ModernBERT", 50_368, "gpt2", "nfc", _RUNS_OF_SPACES),
    _bundled("whisper_v3", "Whisper", "Whisper large-v3", 51_866, "gpt2"),
    Vocabulary("minilm", "MiniLM", "all-MiniLM-L6-v2", "wordpiece", "minilm", 30_522, normal="bert"),
    Vocabulary("gatito", "Gatito", "Gatito", "byte_bpe", "gatito", pattern="gpt2"),
    Vocabulary("unigram", "Unigram (LLM por dentro)", "LLM por dentro", "unigram", "course", 2_000),
)

VOCABULARIES: dict[str, Vocabulary] = {vocabulary.id: vocabulary for vocabulary in _ALL}
"""Every vocabulary of the course by its id."""

HUB_PREFIX = "hub:"
"""What the id of a tokenizer of the hub starts with: ``hub:owner/name``."""
