"""Uploads: reports from the browser read into the ledger, one batch at a time, while the page shows how far it is."""

from __future__ import annotations

import secrets
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.errors import CounterclaimError
from counterclaim.ledger import Ledger

if TYPE_CHECKING:
    from counterclaim.actions.add import AddSummary
    from counterclaim.actions.read import Engine
    from counterclaim.intake import IntakeOptions

REMEMBERED = 50  # jobs


class Job:
    """One batch: `done` inputs so far, of `files`; in the end a summary, or why there is none."""

    def __init__(self, files: int) -> None:
        self.id = secrets.token_urlsafe(12)
        self.files = files
        self.done = 0
        self.notes: list[str] = []
        self.summary: AddSummary | None = None
        self.failed: str | None = None

    @property
    def running(self) -> bool:
        """Whether it is not over yet."""
        return self.summary is None and self.failed is None


class Uploads:
    """The jobs of one desk. The ledger has one writer at a time, so batches wait for each other."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._turn = threading.Lock()
        self._engine: Engine | None = None

    def get(self, id_: str) -> Job | None:
        """Return a job."""
        return self._jobs.get(id_)

    def start(self, files: Sequence[tuple[str, bytes]], options: IntakeOptions, *, relevance: bool) -> Job:
        """Begin to read some files, given by name and content."""
        job = Job(len(files))
        self._jobs[job.id] = job
        while len(self._jobs) > REMEMBERED:
            self._jobs.popitem(last=False)
        threading.Thread(target=self._run, args=(job, files, options, relevance), daemon=True).start()
        return job

    def _run(self, job: Job, files: Sequence[tuple[str, bytes]], options: IntakeOptions, relevance: bool) -> None:
        from counterclaim.actions.add import add
        from counterclaim.reading.engines.rules import RulesEngine

        with self._turn, tempfile.TemporaryDirectory(prefix="counterclaim-upload-") as folder:
            try:
                self._engine = self._engine or RulesEngine()
                paths = [_put(Path(folder), n, name, content) for n, (name, content) in enumerate(files)]

                def advance() -> None:
                    job.done += 1

                def note(line: str) -> None:
                    job.notes.append(line.replace(f"{folder}/", ""))

                job.summary = add(
                    paths,
                    options,
                    self._ledger,
                    relevance=relevance,
                    advance=advance,
                    note=note,
                    engine=self._engine,
                )
            except CounterclaimError as error:
                job.failed = str(error).replace(f"{folder}/", "")
            except Exception as error:  # whatever it is: the page has to say that it is over
                job.failed = f"the program failed on it: {type(error).__name__}"


def _put(folder: Path, n: int, name: str, content: bytes) -> str:
    """Write a file under the last part of its name: what a browser sends is not to be trusted with a path."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c if c.isalnum() or c in "-_. " else "_" for c in last).lstrip(".")[-100:] or "report.txt"
    place = folder / str(n)
    place.mkdir()
    (place / kept).write_bytes(content)
    return str(place / kept)
