"""Find a Chromium, or install Debian's where we may."""

import os
import shutil
import subprocess
from pathlib import Path

from portal.embedded.account import is_root
from portal.embedded.places import Refused

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "brave-browser",
)
APPLICATIONS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)


def find() -> str | None:
    """The path of a browser that is here: the one named by CHROMIUM first."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not shutil.which(named):
            raise Refused(f"CHROMIUM names {named}, which is no program here.")
        return shutil.which(named)
    for name in NAMES:
        if path := shutil.which(name):
            return path
    for folder in (Path("/Applications"), Path.home() / "Applications"):
        for name in APPLICATIONS:
            if (folder / name).exists():
                return str(folder / name)
    return None


def find_or_install() -> str:
    """A browser's path; installs Debian's Chromium where we are root and there is none."""
    found = find()
    if found is None and is_root() and shutil.which("apt-get"):
        print("▸ no Chromium here: installing Debian's", flush=True)
        wait = ["-o", "DPkg::Lock::Timeout=300", "-qq"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", *wait, "update"], env=quiet, check=True)
        install = ["install", "-y", "--no-install-recommends", "chromium"]
        subprocess.run(
            ["apt-get", *wait, *install], env=quiet, check=True, stdout=subprocess.DEVNULL
        )
        found = find()
    if found is None:
        raise Refused(
            "The tests drive a browser and found none: install Chromium or Chrome, "
            "or name one with CHROMIUM=/path (`make test-quick` does without)."
        )
    return found
