"""SHA-256 sums of a model's files, so that a damaged copy is noticed before a class and not during it.

``python -m core.models.checksums FOLDER`` writes them, in the format of ``sha256sum``.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

FILE = "SHA256SUMS"
_SUMMED = ("*.safetensors", "*.json")


def write(folder: Path) -> Path:
    """Write the sums of a model's weights and settings beside them.

    Returns
    -------
    Path
        The file of sums.
    """
    lines = [f"{digest(path)}  {path.name}\n" for path in _files(folder)]
    sums = folder / FILE
    sums.write_text("".join(lines), encoding="utf-8", newline="\n")
    return sums


def wrong(folder: Path) -> list[str]:
    """Name the files that are not what their sums say, that are missing, or that have no sum.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "config.json").write_text("{}")
    >>> _ = write(folder)
    >>> wrong(folder)
    []
    >>> _ = (folder / "config.json").write_text("{ }")
    >>> wrong(folder)
    ['config.json']
    """
    sums = folder / FILE
    if not sums.is_file():
        return [FILE]
    lines = (line.split("  ", 1) for line in sums.read_text(encoding="utf-8").splitlines())
    expected = {name: said for said, name in lines}
    found = {path.name: digest(path) for path in _files(folder)}
    return sorted(name for name in expected | found if expected.get(name) != found.get(name))


def digest(path: Path) -> str:
    """Give the SHA-256 of a file, as 64 hexadecimal digits.

    Source
    ------
    NIST FIPS 180-4, «Secure Hash Standard».
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted(path for pattern in _SUMMED for path in folder.glob(pattern))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m core.models.checksums", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="+", help="whose SHA256SUMS is written anew")
    for folder in parser.parse_args().folder:
        write(folder)
