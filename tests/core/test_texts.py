"""What a token writes, whatever the kind of vocabulary."""

import pytest

from core.texts import token_text


class Vocabulary:
    """A tokenizer of one token."""

    def __init__(self, piece, decoded):
        """Keep how its only token is stored, and what it writes."""
        self.piece, self.decoded = piece, decoded

    def decode(self, _ids, **_options):
        """Give what the token writes."""
        return self.decoded

    def convert_ids_to_tokens(self, _token_id):
        """Give the token as it is stored."""
        return self.piece


@pytest.mark.parametrize(
    "piece, decoded, shown",
    [
        ("Ġgato", " gato", " gato"),
        ("ðŁ", "\ufffd", "⟨F0⟩⟨9F⟩"),
        ("<0xF0>", "\ufffd", "⟨F0⟩"),
        ("ï¿½", "\ufffd", "⟨EF⟩⟨BF⟩⟨BD⟩"),
    ],
)
def test_a_part_of_a_letter_is_shown_as_its_bytes(piece, decoded, shown):
    assert token_text(Vocabulary(piece, decoded), 0) == shown
