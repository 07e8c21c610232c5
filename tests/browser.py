"""The browser that the page tests drive: one that is installed, or else one that is fetched.

`python -m tests.browser` makes sure that there is one and prints where it is.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_DEBIAN = Path("/etc/debian_version")


def executable() -> Path | None:
    """Where the browser is, if there is one."""
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    with sync_playwright() as playwright:
        fetched = Path(playwright.chromium.executable_path)
    return fetched if fetched.exists() else None


def fetch() -> None:
    """Install a browser: the distribution's where we may, otherwise the one that playwright keeps for itself."""
    apt = shutil.which("apt-get")
    if apt and _DEBIAN.exists() and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "chromium", "fonts-dejavu-core"]):
            subprocess.run([apt, "--quiet", *arguments], check=True, env=environment)  # noqa: S603 # these words are ours
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def main() -> None:
    """Find a browser or fetch one; say where it is."""
    found = executable()
    if found is None:
        fetch()
        found = executable()
    if found is None:
        sys.exit("No browser: install chromium, or run `python -m playwright install chromium`")
    sys.stdout.write(f"browser: {found}\n")


if __name__ == "__main__":
    main()
