"""What the style sheet may not cost."""

import re

from core.ui import style


def test_has_is_asked_of_named_elements_alone():
    """On a bare tag it would be asked of every element of a page, again with every change of a chart."""
    asked = re.findall(r"([^\s>+~,{}]*):has\(", style._SHEET)
    assert asked
    assert not [one for one in asked if "[" not in one]
