"""The pictures in the documentation, made of what the program really writes for the example registry.

`make docs` writes them: the first page of a document, as a reader of PDFs shows it, in a few shades of grey.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.transcripts import EXAMPLE, ROOT, TODAY

PICTURES = {
    "docs/images/invitation.png": (
        ("invitation", "2023-09-27-netzwerktreffen"),
        "2023-09-27-netzwerktreffen/invitation-bielefelder-jugendring.pdf",
    ),
    "docs/images/protocol.png": (
        ("protocol", "2023-05-31-netzwerktreffen"),
        "2023-05-31-netzwerktreffen/protocol.pdf",
    ),
    "docs/images/contact-list.png": (
        ("contact-list", "--network", "netzwerk-mo", "--audience", "network"),
        "contact-lists/contact-list-netzwerk-mo-network.pdf",
    ),
}
"""Each picture: what is generated, and which of the files is shown."""

DOTS_PER_INCH = 75
FINER = 4
"""So many times finer a page is drawn first, so that letters stand where they belong."""
SHADES = 16
BORDER = 1


def fresh() -> dict[str, bytes]:
    """Every picture by its path, as it should be now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in EXAMPLE:
            shutil.copytree(ROOT / part, folder / part)
        return {path: picture(generated(folder, *made)) for path, made in PICTURES.items()}


def generated(folder: Path, document: tuple[str, ...], file: str) -> Path:
    """A document of the registry in the folder."""
    command = [sys.executable, "-m", "mo_registry", "--today", TODAY, "generate", *document]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True)
    return folder / "out" / file


def picture(pdf: Path) -> bytes:
    """The first page as a small PNG with a thin border."""
    import pypdfium2  # type: ignore[import-untyped]
    from PIL import ImageOps

    page = pypdfium2.PdfDocument(pdf)[0].render(scale=FINER * DOTS_PER_INCH / 72, grayscale=True).to_pil()
    framed = ImageOps.expand(page.convert("L").reduce(FINER), border=BORDER, fill=192).quantize(SHADES)
    file = io.BytesIO()
    framed.save(file, "png", optimize=True)
    return file.getvalue()


def write() -> None:
    """Write the pictures that changed."""
    for path, content in fresh().items():
        file = ROOT / path
        if not file.is_file() or file.read_bytes() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            print(f"written: {path}")


if __name__ == "__main__":
    write()
