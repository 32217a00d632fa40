"""The house rules: style, types, import directions, docstrings, and nothing of this machine in the files."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
MODULES = sorted((ROOT / "src").rglob("*.py"))
MACHINE = "/work" + "/"


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], ["lint-imports"]],
    ids=" ".join,
)
def test_checker_is_content(command: list[str]) -> None:
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_says_what_it_is() -> None:
    silent = [str(m.relative_to(ROOT)) for m in MODULES if not ast.get_docstring(ast.parse(m.read_bytes()))]
    assert MODULES and not silent


def test_no_path_of_this_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=ROOT, capture_output=True)  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout")
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name and name != "uv.lock"]
    assert not [str(f) for f in files if f.is_file() and MACHINE.encode() in f.read_bytes()]
