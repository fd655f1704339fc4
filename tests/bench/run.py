"""Run the benchmarks and print one table: ``python -m tests.bench.run [part of a name …]``.

Ends with an error when a figure is past what is allowed.
"""

from __future__ import annotations

import importlib
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import torch

from core.device import bf16_is_fast
from tests.bench.table import Figure, table

Bench = Callable[[], Iterator[Figure]]


def machine() -> str:
    """Describe the machine in one line, so that a table can be read elsewhere: what torch multiplies with, too."""
    memory = psutil.virtual_memory().total / 1e9
    processor = f"{psutil.cpu_count()} cores with {torch.backends.cpu.get_cpu_capability()}"
    bf16 = "fast" if bf16_is_fast() else "slow"
    return (
        f"{platform.system()} {platform.machine()}, {processor} (bf16 {bf16}), {memory:.0f} GB, "
        f"Python {platform.python_version()}"
    )


def collect(folder: Path = Path(__file__).parent) -> dict[str, Bench]:
    """Find every function ``bench_…`` of the files ``bench_….py``, by ``file.function``."""
    found: dict[str, Bench] = {}
    for path in sorted(folder.glob("bench_*.py")):
        module = importlib.import_module(f"tests.bench.{path.stem}")
        own = {
            name: one
            for name, one in vars(module).items()
            if getattr(one, "__module__", "") == module.__name__
        }
        found |= {f"{path.stem}.{name}": one for name, one in own.items() if name.startswith("bench_")}
    return found


def main(wanted: list[str]) -> int:
    """Run the benchmarks whose name holds one of the given parts, or all of them."""
    chosen = {
        name: bench for name, bench in collect().items() if not wanted or any(part in name for part in wanted)
    }
    if not chosen:
        print(f"no benchmark is called like {wanted}; there are: {', '.join(collect())}", file=sys.stderr)
        return 2
    figures = []
    for name, bench in chosen.items():
        print(f"… {name}", file=sys.stderr, flush=True)
        figures += list(bench())
    print(f"\n{machine()}\n\n{table(figures)}")
    return 0 if all(figure.ok for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
