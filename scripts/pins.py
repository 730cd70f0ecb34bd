"""Write constraints.txt anew: the newest versions that pyproject.toml allows, each one exactly.

Installs everything into an environment of its own, asks pip what it chose, and writes names and versions
only: no sums and no addresses, so that any index or a folder of wheels can serve the installation.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# Every package that an installation of mo-registry with its tests draws in, at one exact version.
# For Python 3.11 to 3.13. Written by `make pins`; not edited by hand.
"""
# pip chooses for the system it runs on. These are drawn in on Windows alone.
WINDOWS_ONLY = ("colorama",)


def chosen_versions(python: Path) -> list[str]:
    """Install the project with its tests from scratch and return `name==version` for all that came."""
    pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "-qq", f"{ROOT}[test]", "tzdata", "colorama"], check=True)
    listing = subprocess.run(
        [*pip, "list", "--format=freeze", "--exclude=mo-registry", "--exclude=pip", "--exclude=setuptools"],
        check=True,
        capture_output=True,
        text=True,
    )
    return sorted(listing.stdout.split(), key=str.lower)


def main() -> None:
    """Make a throw-away environment, read the versions off it, and write the file."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        pins = chosen_versions(python)
    lines = [f"{pin}; sys_platform == 'win32'" if pin.split("==")[0] in WINDOWS_ONLY else pin for pin in pins]
    (ROOT / "constraints.txt").write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    sys.stdout.write(f"constraints.txt: {len(lines)} packages\n")


if __name__ == "__main__":
    main()
