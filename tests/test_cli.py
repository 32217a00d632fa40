"""The command itself, run as a user runs it."""

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
COMMAND = str(Path(sys.executable).with_name("counterclaim"))
EXAMPLE = ROOT / "examples" / "karsa-pass.txt"
SPORT = (
    "Rovers beat United 3-1 on Saturday after two late goals. The striker scored twice in front of 40,000 fans.\n"
)


def run(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        input=stdin,
        cwd=cwd,
        capture_output=True,
        env={**os.environ, **environment},
    )


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the one line on standard error of a run that printed nothing else."""
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def reports(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return list(json.loads(done.stdout)["reports"])


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    done = run("read", EXAMPLE, "--published", "2026-03-14", "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    (reading,) = reports(done)
    return reading


def test_text_is_a_table_with_each_claimant() -> None:
    done = run("read", EXAMPLE, "--published", "2026-03-14")
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert text.startswith("Army and rebels trade claims after convoy is attacked on the Karsa pass\n")
    for words in ("Upland Front", "defence ministry", "≥ 9", "who says", "INCIDENTS", "“At least nine soldiers"):
        assert words in text
    assert max(map(len, text.splitlines())) <= 120
    assert "\x1b" not in text


def test_every_claim_quotes_the_text(example: dict[str, Any]) -> None:
    text = example["report"]["text"]
    assert len(example["claims"]) >= 15
    for claim in example["claims"]:
        assert claim["evidence"]
        assert all(text[e["start"] : e["end"]] == e["quote"] for e in claim["evidence"])


def test_dates_resolve_against_published_alone(example: dict[str, Any]) -> None:
    assert any(c["time"] and c["time"]["start"] == "2026-03-12" for c in example["claims"])
    undated = ROOT / "examples" / "karsa-pass.txt"
    body = undated.read_text(encoding="utf-8").replace(", March 14", "").encode()
    (reading,) = reports(run("read", "-", "--format", "json", stdin=body))
    assert reading["claims"]
    assert not [
        c for c in reading["claims"] if c["time"] and c["time"]["text"].endswith("day") and c["time"]["start"]
    ]


def test_standard_input_and_file_read_the_same(example: dict[str, Any]) -> None:
    done = run("read", "-", "--published", "2026-03-14", "--format", "json", stdin=EXAMPLE.read_bytes())
    assert reports(done)[0]["claims"] == example["claims"]


def test_folder_in_order_one_line_each(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "a.txt").write_text(SPORT)
    (tmp_path / "c.txt").write_bytes(b"")
    done = run("read", tmp_path, "--published", "2026-03-14", "--format", "jsonl")
    readings = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["outcome"] for r in readings] == ["not_relevant", "ok", "rejected"]
    assert readings[2]["report"] is None and readings[2]["rejected"]["code"] == "empty"
    assert done.returncode == 1
    assert "c.txt" in complaint(done)


def test_relevance_off_reads_on() -> None:
    (held,) = reports(run("read", "-", "--format", "json", stdin=SPORT.encode()))
    assert (held["outcome"], held["relevant"], held["claims"]) == ("not_relevant", False, [])
    (read,) = reports(run("read", "-", "--format", "json", "--relevance", "off", stdin=SPORT.encode()))
    assert read["outcome"] == "ok"


def test_csv_in_and_out(tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    with table.open("w", newline="", encoding="latin-1") as out:
        rows = csv.writer(out)
        rows.writerow(["n", "when", "who", "head", "body"])
        rows.writerow(["7", "3/14/2026", "Çà News", "Clash", "Rebels killed at least ten soldiers on Friday."])
    done = run(
        "read", table, "--format", "csv", "--encoding", "latin-1", "--date-order", "mdy", "--text-column", "body",
        "--title-column", "head", "--date-column", "when", "--source-column", "who", "--id-column", "n",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    rows_out = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8"))))
    assert rows_out
    for row in rows_out:
        assert (row["external_id"], row["publisher"], row["published"]) == ("7", "Çà News", "2026-03-14")
    assert any(row["quantity_low"] == "10" and row["type"] == "killed" for row in rows_out)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["read", EXAMPLE, "--published", "14/03/2026"], ["--published 14/03/2026", "YYYY-MM-DD"]),
        (["read", EXAMPLE, "--published", "2026-02-30"], ["--published 2026-02-30", "YYYY-MM-DD"]),
        (["read", EXAMPLE, "--encoding", "klingon"], ["--encoding klingon"]),
        (["read", EXAMPLE, "--format", "xml"], ["xml", "jsonl"]),
        (["read"], ["FILE", "read --help"]),
        (["read", EXAMPLE, "--nonsense"], ["--nonsense", "--help"]),
        (["score", "no-such-folder"], ["no-such-folder", "no such folder"]),
        (["score", "gold", "--only-language", "tlh"], ["tlh"]),
        (["nonsense"], ["nonsense"]),
        ([], ["command", "--help"]),
    ],
)
def test_usage_errors_are_one_plain_line(arguments: list[str | Path], told: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    line = complaint(done)
    assert line.startswith("counterclaim: ")
    for words in told:
        assert words in line


def test_an_unknown_column_names_those_there_are(tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text("n,body\n7,Rebels killed at least ten soldiers on Friday.\n")
    done = run("read", table, "--text-column", "no-such-column", "--format", "jsonl")
    assert (done.returncode, done.stdout) == (2, b"")
    line = complaint(done)
    assert "no-such-column" in line and "body" in line


def test_a_missing_file_is_named_and_the_rest_goes_on() -> None:
    done = run("read", "no-such-file.txt", EXAMPLE, "--format", "jsonl")
    assert done.returncode == 1
    assert [json.loads(line)["outcome"] for line in done.stdout.splitlines()] == ["rejected", "ok"]
    assert complaint(done).startswith("counterclaim: no-such-file.txt: ")


def test_the_locale_changes_nothing() -> None:
    plain = run("read", EXAMPLE, "--published", "2026-03-14")
    odd = run("read", EXAMPLE, "--published", "2026-03-14", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert odd.stdout == plain.stdout


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_bytes(EXAMPLE.read_bytes())
    reader = subprocess.Popen(
        [COMMAND, "read", str(tmp_path), "--format", "jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert reader.stdout is not None and reader.stderr is not None
    reader.stdout.close()
    assert reader.wait(60) == 0
    assert reader.stderr.read() == b""
    reader.stderr.close()


def test_an_interrupt_ends_with_130() -> None:
    def heed() -> None:  # whoever runs the tests in the background has them ignore it
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    waiting = subprocess.Popen(
        [COMMAND, "read", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heed
    )
    time.sleep(2)
    waiting.send_signal(signal.SIGINT)
    _, stderr = waiting.communicate(timeout=60)
    assert waiting.returncode == 130
    assert stderr.decode().splitlines() == ["counterclaim: interrupted"]


def test_score_prints_figures(tmp_path: Path) -> None:
    for file in [*(ROOT / "gold").glob("1[38]-*"), ROOT / "gold" / "_gold.yaml"]:
        shutil.copy(file, tmp_path)
    done = run("score", tmp_path, "--split", "dev", "--only-language", "en", "--errors")
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    for words in ("reports 2", "relevance ", "core ", "attributed ", "full ", "95 %", "families", "casualty"):
        assert words in text
    figures = json.loads(run("score", tmp_path, "--format", "json").stdout)
    assert f"attributed  P {figures['attributed']['precision']:.3f}" in text
    low, high = figures["intervals"]["attributed"]
    assert low <= figures["attributed"]["f1"] <= high


def test_schema_describes_what_is_printed(example: dict[str, Any]) -> None:
    import jsonschema

    done = run("schema")
    schema = json.loads(done.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({"reports": [example]}, schema, cls=jsonschema.Draft202012Validator)


def test_version() -> None:
    from importlib.metadata import version

    assert run("--version").stdout.decode() == f"counterclaim {version('counterclaim')}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["read", "--help"], ["score", "--help"], ["schema", "--help"]])
def test_help_answers(arguments: list[str]) -> None:
    assert run(*arguments).returncode == 0  # how fast is measured by benchmarks/bench_read.py


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['counterclaim', 'read', '--help']\n"
        "from counterclaim.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'rich', 'spacy', 'numpy', 'msgspec', 'yaml', 'trafilatura', 'pydantic'} & set(sys.modules)\n"
        "sys.exit(repr(heavy) if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
