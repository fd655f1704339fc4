"""The picture of the imports in the README, drawn from the files themselves: ``python -m tests.imports_picture``."""

from __future__ import annotations

from collections import defaultdict

from tests.test_structure import CORE, LESSONS, ROOT, imported_by, name

EVERYBODY = "errors"
"""What every room imports; its arrows would only hide the others."""


LABELS = {
    "en": ("core.&lt;lesson&gt;", "what lessons share"),
    "es": ("core.&lt;lección&gt;", "lo que comparten las lecciones"),
}


def rooms() -> dict[str, set[str]]:
    """Give, for each room of `core` but `core.ui`, the rooms that it imports."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in CORE:
        room = _room(name(path))
        if room not in {"", "ui"}:
            found[room] |= {_room(one) for one in imported_by(path)} - {"", room, EVERYBODY}
    return {room: found[room] for room in sorted(found) if room != EVERYBODY}


def picture(language: str) -> str:
    """Write the rooms and their arrows as a Mermaid diagram, for one of the READMEs."""
    drawn, (lessons, shared) = rooms(), LABELS[language]
    lines = ["flowchart LR", '  pages["Home, pages"] --> ui["core.ui"]', f'  subgraph lessons["{lessons}"]']
    lines += [f"    {room}" for room in drawn if room in LESSONS]
    lines += ["  end", f'  subgraph shared["{shared}"]']
    lines += [f"    {room}" for room in drawn if room not in LESSONS]
    lines += ["  end", "  ui --> lessons", "  ui --> shared"]
    lines += [f"  {room} --> {' & '.join(sorted(needs))}" for room, needs in drawn.items() if needs]
    return "\n".join(lines)


def _room(module: str) -> str:
    parts = module.split(".")
    return (
        parts[1]
        if parts[0] == "core"
        and len(parts) > 1
        and (ROOT / "core" / parts[1]).exists() | (ROOT / "core" / f"{parts[1]}.py").exists()
        else ""
    )


if __name__ == "__main__":
    print(*(picture(language) for language in LABELS), sep="\n\n")
