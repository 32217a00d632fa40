"""The README is true: its commands run, its Python runs, its output is real, and it names every option."""

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def _fenced(language: str) -> str:
    (block,) = re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    return str(block)


COMMANDS = _fenced("sh").replace("\\\n", " ").splitlines()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the README assumes it: the examples, gold, and a table of the reader's own."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "examples", folder / "examples")
    (folder / "gold").mkdir()
    for name in (
        "_gold.yaml",
        "15-ssd-agency.txt",
        "15-ssd-agency.yaml",
    ):  # one report: its command, not its figures
        shutil.copy(ROOT / "gold" / name, folder / "gold")
    (folder / "articles.csv").write_text(
        "id,day,outlet,headline,body\n7,14/03/2026,Daily,Clash,Rebels killed at least ten soldiers on Friday.\n"
    )
    return folder


def _run(command: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env={**os.environ, "PATH": path})


def _help(*command: str) -> set[str]:
    done = _run(["counterclaim", *command, "--help"], ROOT)
    return set(OPTION.findall(done.stdout))


def test_commands_run(copy: Path) -> None:
    assert len(COMMANDS) > 3 and all(command.startswith("counterclaim ") for command in COMMANDS)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        done = list(pool.map(lambda command: _run(["bash", "-c", command], copy), COMMANDS))
    assert [(d.returncode, d.stderr) for d in done] == [(0, "")] * len(COMMANDS)


def test_python_runs(copy: Path) -> None:
    done = _run([sys.executable, "-c", _fenced("python")], copy)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Upland Front | adversary | killed | more than 40 | unverified | " in done.stdout


def test_output_is_real() -> None:
    """Every line shown stands in the real output, in this order; "…" alone leaves lines out."""
    (shown,) = re.findall(r"^    \$ (counterclaim .*)\n((?:\n|    .*\n)+)", README, re.MULTILINE)
    command, excerpt = shown
    real = iter(_run(["bash", "-c", command], ROOT).stdout.splitlines())
    wanted = [line[4:] for line in excerpt.splitlines() if line.strip() not in ("", "…")]
    missing = [line for line in wanted if line not in real]  # `in` runs the iterator on: order counts
    assert len(wanted) > 10 and not missing, "the README shows an output that is no longer real"


def _commands() -> list[tuple[str, ...]]:
    from counterclaim.cli import app

    names = [(c.name or getattr(c.callback, "__name__", ""),) for c in app.registered_commands]
    for group in app.registered_groups:
        inner = group.typer_instance
        assert inner is not None
        name = str(group.name or inner.info.name)
        names += [(name, c.name or getattr(c.callback, "__name__", "")) for c in inner.registered_commands]
    return names


def test_every_option_is_named() -> None:
    there = {command: _help(*command) for command in _commands()}
    there[()] = _help()
    assert there["read",] >= {"--published", "--format"} and there["score",] >= {"--split"}
    named = set(OPTION.findall(README))
    known = set().union(*there.values())
    assert not known - named, "in --help alone"
    assert not named - known, "in the README alone"


def test_commands_of_the_ledger_run_in_their_order(copy: Path) -> None:
    lines = _fenced("bash").splitlines()
    assert len(lines) > 4
    for line in lines:
        done = _run(["bash", "-c", line], copy)
        assert (done.returncode, done.stderr) == (0, ""), line


def test_commands_of_make_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?<![\w-])make ([a-z]+)\b(?=[ `\n]*[#`])", README)) <= targets


def test_paths_exist() -> None:
    paths = re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", README) + re.findall(r"\]\(([\w./-]+)\)", README)
    assert paths
    missing = [path for path in paths if not path.startswith(".venv/") and not (ROOT / path).exists()]
    assert not missing
