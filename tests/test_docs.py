"""The documents name what there is, and nothing of the machine that they were written on."""

import re
from pathlib import Path

import counterclaim

ROOT = Path(__file__).parents[1]
DOCS = {file: file.read_text(encoding="utf-8") for file in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]}


def test_every_public_name_is_documented() -> None:
    words = set(re.findall(r"\w+", " ".join(DOCS.values())))
    assert set(counterclaim.__all__) <= words


def test_every_room_is_in_the_picture() -> None:
    picture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = [f"{p.name}/" for p in (ROOT / "src" / "counterclaim").iterdir() if (p / "__init__.py").exists()]
    assert rooms and [room for room in rooms if room not in picture] == []


def test_every_command_is_documented() -> None:
    from counterclaim.cli import app

    names = [command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands]
    whole = " ".join(DOCS.values())
    assert names and [name for name in names if f"counterclaim {name}" not in whole] == []


def test_links_between_documents_lead_somewhere() -> None:
    for file, text in DOCS.items():
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert (file.parent / link).exists(), f"{file.name}: {link}"


def test_no_registry_host_but_in_the_lock_file() -> None:
    host = re.compile(r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com))\b")
    files = [p for p in ROOT.iterdir() if p.is_file() and p.name != "uv.lock" and not p.name.startswith(".")]
    files += [
        p for folder in ("docs", "src", "tools", "benchmarks") for p in (ROOT / folder).rglob("*") if p.is_file()
    ]
    TEXTS = {".py", ".md", ".yaml", ".toml", ".html", ".css", ".js", ".csv", ".mako", ".ini", ".txt", ""}
    texts = {p: p.read_text(encoding="utf-8") for p in files if p.suffix in TEXTS}
    assert [str(p) for p, text in texts.items() if host.search(text)] == []
