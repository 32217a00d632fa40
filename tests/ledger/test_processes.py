"""Several processes at once, and processes that are killed: what stands is whole."""

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from ledger_samples import meta, reading, report

from counterclaim.ledger import Ledger

HEAD = """
import os, signal, sys
sys.path.insert(0, sys.argv[2])
from ledger_samples import meta, reading, report
from counterclaim.ledger import Ledger, adding
"""
ADDER = (
    HEAD
    + """
first, last = int(sys.argv[3]), int(sys.argv[4])
with Ledger.open(sys.argv[1]) as ledger:
    run = ledger.start_run(meta())
    print("ready", flush=True)
    for n in range(first, last):
        told = report(f"Rebels killed {n} soldiers.", url=f"https://a.example/{n % 50}")
        print(ledger.add(reading(told, f"killed {n}"), run).state, flush=True)
    ledger.finish_run(run)
"""
)
# It dies when the report, its reading and its claims are written, but nothing is marked and indexed yet.
DIES = (
    HEAD
    + """
adding.refresh = lambda connection, report: os.kill(os.getpid(), signal.SIGKILL)
with Ledger.open(sys.argv[1]) as ledger:
    ledger.add(reading(report("Rebels killed 7 soldiers."), "killed 7"), ledger.start_run(meta()))
"""
)


def start(script: str, target: str, *arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", script, target, str(Path(__file__).parent), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_processes_add_at_once_to_a_ledger_that_neither_found(target: str) -> None:
    adders = [start(ADDER, target, 0, 60), start(ADDER, target, 30, 90)]
    said = []
    for adder in adders:
        out, err = adder.communicate(timeout=120)
        assert adder.returncode == 0, err
        said += out.split()[1:]
    assert len(said) == 120 and said.count("same") == 30 and said.count("new") == 50
    with Ledger.open(target) as ledger:
        status = ledger.status()
        assert (status.reports_all, status.reports_live, status.runs) == (90, 50, 2)
        assert sum(status.inputs.values()) == 120 and ledger.verify() == []


def test_reading_goes_on_while_another_process_adds(target: str) -> None:
    with Ledger.open(target) as ledger:
        adder = start(ADDER, target, 0, 100)
        seen = []
        while adder.poll() is None:
            seen.append(sum(1 for _ in ledger.iter_live()))
            assert all(len(claims) == 1 for _, claims, _ in ledger.iter_live())
        assert adder.returncode == 0 and sum(1 for _ in ledger.iter_live()) == 50
        assert len(set(seen)) > 1


def test_threads_share_one_ledger(ledger: Ledger) -> None:
    run = ledger.start_run(meta())
    given = [reading(report(f"Rebels killed {n} soldiers."), f"killed {n}") for n in range(40)]
    with ThreadPoolExecutor(4) as pool:
        states = list(pool.map(lambda one: ledger.add(one, run).state, given * 2))
    assert states.count("new") == states.count("same") == 40 and ledger.verify() == []


def test_a_process_killed_in_a_transaction_leaves_nothing_of_it(target: str) -> None:
    with Ledger.open(target) as ledger:
        run = ledger.start_run(meta())
        ledger.add(reading(report("Rebels killed 3 soldiers."), "killed 3"), run)
        before = ledger.status()
    child = start(DIES, target)
    assert child.wait(60) == -signal.SIGKILL
    with Ledger.open(target) as ledger:
        after = ledger.status()
        assert (after.reports_all, after.claims_all) == (before.reports_all, before.claims_all)
        assert after.inputs == before.inputs and ledger.verify() == []
        assert ledger.add(reading(report("Rebels killed 7 soldiers."), "killed 7"), run).state == "new"


@pytest.mark.parametrize("after", [0.0, 0.03, 0.1])
def test_a_process_killed_anywhere_leaves_whole_reports(target: str, after: float) -> None:
    child = start(ADDER, target, 0, 10_000)
    assert child.stdout is not None and child.stdout.readline() == "ready\n"
    time.sleep(after)
    child.kill()
    said = child.stdout.read().split()
    child.wait()
    with Ledger.open(target) as ledger:
        kept = ledger.status().reports_all
        assert len(said) <= kept <= len(said) + 2  # what was said to be kept is
        assert all(len(ledger.readings(r.id)[0].claims) == 1 for r in ledger.reports())
        assert ledger.verify() == [] and (run := ledger.runs()[0]).finished is None and run.n == 1
