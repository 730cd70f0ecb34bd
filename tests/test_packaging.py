"""What is installed is what was written: the wheel, alone, outside the clone, in an environment of its own.

The third-party packages are lent by the environment that runs the tests, so that nothing is downloaded; ours
is really installed from the wheel. It stands before the lent ones on the path, and the clone is not on it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHIPPED_FOLDERS = ("templates", "schema")
TODAY = "2023-09-01"

pytestmark = pytest.mark.xdist_group("packaging")


def run(
    *command: str | Path, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )


def shipped(folder: Path) -> set[str]:
    """The files below a folder of the clone that git holds or would hold."""
    found = run(
        "git", "ls-files", "--cached", "--others", "--exclude-standard", "--", folder.name, cwd=folder.parent
    )
    assert found.returncode == 0, found.stderr
    return {name for name in found.stdout.split("\n") if name and (folder.parent / name).is_file()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the clone as it stands."""
    target = tmp_path_factory.mktemp("wheel")
    built = run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target, ROOT, cwd=target
    )  # fmt: skip
    assert built.returncode == 0, built.stdout + built.stderr
    (file,) = target.glob("*.whl")
    return file


class Installation:
    """The wheel in an environment of its own, and an empty folder to work in."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.home = folder / "environment"
        self.folder = folder / "desk"
        self.folder.mkdir()
        venv.create(self.home, with_pip=False, symlinks=os.name != "nt")
        self.bin = self.home / ("Scripts" if os.name == "nt" else "bin")
        installed = run(
            *(sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", self.bin / "python"),
            *("install", "--quiet", "--no-deps", "--no-index", wheel),
            cwd=folder,
        )
        assert installed.returncode == 0, installed.stdout + installed.stderr
        self.lend_packages()

    def lend_packages(self) -> None:
        """Let the environment see the third-party packages of the one that runs the tests, after its own.

        A path is added, as a `.pth` file does it, but none of the lender's own `.pth` files is read: the
        one of its editable installation would put the clone on the path.
        """
        (own,) = self.home.glob("Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages")
        lenders = [path for path in sys.path if Path(path).name == "site-packages"]
        (own / "lent.pth").write_text("\n".join(lenders) + "\n", encoding="utf-8")

    def environment(self) -> dict[str, str]:
        """Only what a program needs to start: nothing of ours, no PYTHONPATH, no language."""
        kept = ("SYSTEMROOT", "COMSPEC", "PATHEXT", "TEMP", "TMP")
        return {
            **{name: os.environ[name] for name in kept if name in os.environ},
            "PATH": os.pathsep.join([str(self.bin), os.defpath]),
            "HOME": str(self.folder),
            "LC_ALL": "C",
        }

    def __call__(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run the installed program."""
        return run(self.bin / "mo-registry", *arguments, cwd=cwd or self.folder, env=self.environment())


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Installation:
    return Installation(tmp_path_factory.mktemp("installed"), wheel)


@pytest.fixture(scope="module")
def registry(installed: Installation) -> Path:
    """A registry that the installed program has made."""
    made = installed("init", "network")
    assert made.returncode == 0, made.stdout + made.stderr
    return installed.folder / "network"


@pytest.mark.parametrize("folder", SHIPPED_FOLDERS)
def test_the_wheel_holds_what_the_clone_shows(wheel: Path, folder: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name.removeprefix("mo_registry/") for name in archive.namelist()}
    wanted = shipped(ROOT / folder)
    assert wanted
    assert wanted - held == set()


def test_the_wheel_holds_the_package_its_catalogues_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "mo_registry/locale/de/LC_MESSAGES/mo_registry.mo" in names
    assert "mo_registry/py.typed" in names
    assert [name for name in names if not name.startswith(("mo_registry/", "mo_registry-"))] == []
    assert [name for name in names if "__pycache__" in name or name.endswith(".pyc")] == []


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(archive.read(name).decode("utf-8"))
        licences = [name for name in archive.namelist() if name.endswith("/licenses/LICENSE")]
    assert metadata["Name"] == "mo-registry"
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.11"
    assert len(licences) == 1


def test_it_is_the_installed_package_that_runs(installed: Installation) -> None:
    where = run(
        *(installed.bin / "python", "-c", "import mo_registry; print(mo_registry.__file__)"),
        cwd=installed.folder,
        env=installed.environment(),
    )
    assert where.returncode == 0, where.stderr
    assert Path(where.stdout.strip()).is_relative_to(installed.home)


def test_version(installed: Installation, wheel: Path) -> None:
    said = installed("--version")
    assert said.returncode == 0, said.stderr
    assert wheel.name.split("-")[1] in said.stdout


def test_a_new_registry_is_valid_and_ready_to_use(installed: Installation, registry: Path) -> None:
    assert (registry / "data" / "registry.yaml").is_file()
    assert "out" in (registry / ".gitignore").read_text(encoding="utf-8")
    assert list((registry / "data" / "events").glob("*.yaml")), "no first event to copy"
    checked = installed("--today", TODAY, "validate", cwd=registry)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_it_can_be_added_to(installed: Installation, registry: Path) -> None:
    added = installed(
        *(
            "add",
            "organisation",
            "--name",
            "Förderverein für Begegnung e.V.",
            "--kind",
            "migrant_organisation",
        ),
        cwd=registry,
    )
    assert added.returncode == 0, added.stdout + added.stderr
    assert (registry / "data" / "organisations" / "foerderverein-fuer-begegnung.yaml").is_file()
    checked = installed("--today", TODAY, "validate", cwd=registry)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_documents_come_out_of_it(installed: Installation, registry: Path) -> None:
    event = min((registry / "data" / "events").glob("*.yaml"))
    with event.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write("minutes:\n  chair: Frau Muster\n")
    for arguments in (["invitation", event.stem], ["contact-list"], ["protocol", event.stem]):
        made = installed("--today", TODAY, "generate", *arguments, cwd=registry)
        assert made.returncode == 0, made.stdout + made.stderr
    written = {path.relative_to(registry / "out").as_posix() for path in (registry / "out").rglob("*.*")}
    assert written >= {
        f"{folder}/{name}.{kind}"
        for folder, name in ((event.stem, "protocol"), ("contact-lists", "contact-list-internal"))
        for kind in ("html", "md", "pdf")
    }
    letters = [registry / "out" / name for name in written if name.startswith(f"{event.stem}/invitation")]
    assert {path.suffix for path in letters} >= {".pdf"}
    assert [path for path in (registry / "out").rglob("*.pdf") if path.read_bytes()[:5] != b"%PDF-"] == []
