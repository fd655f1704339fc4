"""`python -m core.preflight`: the checks in a terminal.

Also ``--download gpt2 …`` to fetch models of the hub beforehand, and ``--json`` for machines.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from typing import TextIO

from core.content import LANGUAGES, Content
from core.errors import CourseError
from core.preflight import NAMES, PORT, Check, checks


def main(arguments: list[str] | None = None) -> int:
    """Print the checks; 0 when nothing is red and everything asked for was fetched."""
    chosen = _arguments(arguments)
    fetched = [_fetched(model_id, chosen.lang) for model_id in chosen.download]
    os.environ["HF_HUB_OFFLINE"] = "1"  # what follows must hold with the cable out
    found = list(checks(chosen.port, tuple(chosen.skip)))
    good = all(fetched) and all(check.ok for check in found)
    if chosen.json:
        _say(json.dumps([asdict(check) for check in found], ensure_ascii=False, indent=1))
        return 0 if good else 1
    words = Content("preflight", chosen.lang)
    names = words.value("names")
    width = max(len(names[check.name]) for check in found)
    for check in found:
        state = words.text(f"states.{check.status}")
        _say(
            f"{_MARKS[check.status]} {state:<12} {names[check.name]:<{width}}  {check.sentence(chosen.lang)}"
        )
    red = sum(not check.ok for check in found)
    _say("\n" + (words.text("summary.bad", count=red) if red else words.text("summary.ok")))
    return 0 if good else 1


_MARKS = {"ok": "✓", "bad": "✗", "note": "·"}


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m core.preflight", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--port", type=int, default=PORT, help="port the server will listen on")
    parser.add_argument("--skip", nargs="+", choices=NAMES, default=[], help="things not to look at")
    spoken = "en" if os.environ.get("LANG", "").startswith("en") else "es"
    parser.add_argument("--lang", choices=LANGUAGES, default=spoken, help="language of the sentences")
    parser.add_argument(
        "--download", nargs="+", metavar="MODEL", default=[], help="fetch models of the hub first"
    )
    return parser.parse_args(arguments)


def _fetched(model_id: str, language: str) -> bool:
    """Bring a model of the hub to this machine; whether it is here now."""
    from core.models import card_for, hub
    from core.models.description import described

    words = Content("preflight", language)
    try:
        card = card_for(model_id)
        if not card.offline:
            folder = hub.folder_of(card.source, lambda done, total: _progress(words, card.name, done, total))
            card = described(card, folder)
    except CourseError as error:
        failed = Check("hub", "bad", f"errors.{error.key}", error.values)
        _say(f"\r{_MARKS['bad']} {model_id}: {failed.sentence(language)}", sys.stderr)
        return False
    _say(f"\r{_MARKS['ok']} {words.text('download.done', name=card.name, size=card.size_bytes)}", sys.stderr)
    return True


def _progress(words: Content, name: str, done: float, total: float) -> None:
    line = words.text("download.progress", name=name, done=int(done), total=int(total))
    sys.stderr.write(f"\r{line}")
    sys.stderr.flush()


def _say(line: str, stream: TextIO | None = None) -> None:
    """Write a line; a terminal that has no sign for something shows a question mark, and no error."""
    stream = stream or sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(line.encode(encoding, "replace").decode(encoding) + "\n")


if __name__ == "__main__":
    sys.exit(main())
