"""Find a Chrome or Chromium that starts, or install one: tests in a browser are never skipped.

Tried in this order: the program named in ``COURSE_BROWSER``, one that is installed, Playwright's own
download, Debian's package when this is root on Debian. ``python -m tests.browser.find_browser`` prints it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

NAMED_BY = "COURSE_BROWSER"
"""Environment variable that names the browser to use."""

COMMANDS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
)
OFF = (
    # The window's own panels are pages too: they took about a quarter of each visit's processor time.
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "PreloadTopChromeWebUI",
    # What Playwright turns off besides: of two such lists Chromium reads the last one alone.
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch",
)  # fmt: skip
"""Features of Chromium that a test has no use for."""

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    f"--disable-features={','.join(OFF)}",
    # The browser's cable is out too: every other name is unknown to it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""How the tests start it: quiet, and unable to reach anything but this machine."""

PATIENCE = 60.0
"""Seconds that a browser may take to show an empty page."""

INSTALL_PATIENCE = 900.0
"""Seconds that a download may take."""


class BrowserMissingError(RuntimeError):
    """No browser starts here, and none could be installed."""


def candidates() -> Iterator[Path]:
    """List the browsers that may be there, best first."""
    if named := os.environ.get(NAMED_BY):
        yield Path(named)
    for command in COMMANDS:
        if found := shutil.which(command):
            yield Path(found)
    for place in PLACES:
        yield Path(place)
    yield from _playwrights_own()


def starts(browser: Path) -> bool:
    """Say whether a program is a browser that shows a page: some only tell what to install."""
    if not browser.is_file():
        return False
    if os.name == "nt":  # there Chrome writes to no console; an installed one is taken at its word
        return True
    with tempfile.TemporaryDirectory(prefix="browser-") as profile:
        command = [str(browser), "--headless", *ARGUMENTS, f"--user-data-dir={profile}", "--dump-dom"]
        try:
            shown = subprocess.run(
                [*command, "data:text/html,<p>it starts</p>"],
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return "it starts" in shown.stdout


def find(among: Iterable[Path] | None = None) -> Path | None:
    """Give the first browser that starts, or None."""
    return next((browser for browser in (candidates() if among is None else among) if starts(browser)), None)


def download_playwrights() -> None:
    """Let Playwright download the Chromium it was made for."""
    _run([sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"])


def install_debians() -> None:
    """Install Debian's package, when this is root on a system that has it."""
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update", "-q"], env=quiet)
    packages = ["chromium", "fonts-liberation", "fonts-noto-color-emoji"]
    _run(["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages], env=quiet)


def find_or_install(
    look: Callable[[], Path | None] = find,
    ways: Iterable[Callable[[], None]] = (download_playwrights, install_debians),
) -> Path:
    """Give a browser that starts, installing one if there is none.

    Parameters
    ----------
    look
        Finds an installed one.
    ways
        What to try, in order, when there is none; after each, `look` looks again.

    Raises
    ------
    BrowserMissingError
        When none can be had; the message says what to install.
    """
    if found := look():
        return found
    for way in ways:
        way()
        if found := look():
            return found
    raise BrowserMissingError(
        "The tests drive a real browser and none starts here: install Google Chrome or Chromium "
        "(Debian and Ubuntu: sudo apt-get install chromium), or go online and run "
        f"«{sys.executable} -m playwright install --with-deps chromium», "
        f"or name one in the environment variable {NAMED_BY}."
    )


def _playwrights_own() -> list[Path]:
    """Find what Playwright downloaded before, newest first, without starting Playwright."""
    homes = {
        "darwin": Path.home() / "Library" / "Caches" / "ms-playwright",
        "win32": Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "ms-playwright",
    }
    home = Path(
        os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
        or homes.get(sys.platform, Path.home() / ".cache/ms-playwright")
    )
    programs = ("chrome", "chrome.exe", "Google Chrome for Testing", "Chromium")
    found = [path for path in home.glob("chromium-*/**/*") if path.name in programs and path.is_file()]
    return sorted(found, reverse=True)


def _run(command: list[str], env: dict[str, str] | None = None) -> None:
    """Run an installer; whether it worked is seen by looking again, so its failure is only told."""
    print("+", " ".join(command), file=sys.stderr)
    try:
        subprocess.run(command, env=env, stdout=sys.stderr, timeout=INSTALL_PATIENCE, check=True)
    except (OSError, subprocess.SubprocessError) as failure:
        print(f"  that did not work: {failure}", file=sys.stderr)


if __name__ == "__main__":
    try:
        print(find_or_install())
    except BrowserMissingError as missing:
        sys.exit(str(missing))
