"""Upkeep of a ledger: take a report out, bring the file up to date, check that all is as it has to be."""

from pathlib import Path

from counterclaim.actions.result import Result, counted
from counterclaim.ledger import Ledger, Problem
from counterclaim.ledger import upgrade as upgrade_tables
from counterclaim.ledger.database import shown_target


class RemoveSummary(Result, frozen=True, kw_only=True):
    """What removing a report did. `restored` is the version before it, which counts again."""

    report: str
    already: bool
    restored: str | None
    incidents: int
    gone: int

    def text(self) -> str:
        """Return it as plain lines."""
        if self.already:
            return f"{self.report}: it was removed before; nothing changed\n"
        again = f"; its version before, {self.restored}, counts again" if self.restored else ""
        gone = f", {counted(self.gone, 'one', 'ones')} no more" if self.gone else ""
        weighed = f"{counted(self.incidents, 'incident')} weighed anew{gone}"
        return f"{self.report}: removed, a tombstone stays{again}\n{weighed}\n"


class UpgradeSummary(Result, frozen=True, kw_only=True):
    """The schema of a ledger before and after."""

    ledger: str
    before: int
    after: int

    def text(self) -> str:
        """Return it as one plain line."""
        if self.before == self.after:
            return f"{self.ledger}: it is up to date (schema {self.after})\n"
        return f"{self.ledger}: brought from schema {self.before} to {self.after}\n"


class VerifySummary(Result, frozen=True, kw_only=True):
    """What is not as it has to be; nothing, where all is well."""

    ledger: str
    problems: tuple[Problem, ...]

    @property
    def exit_code(self) -> int:
        """0 where all is well, else 1."""
        return 1 if self.problems else 0

    def text(self) -> str:
        """Return it as plain lines."""
        if not self.problems:
            return f"{self.ledger}: all is well\n"
        lines = [f"{self.ledger}: {counted(len(self.problems), 'problem')}"]
        lines += [f"  {p.subject or '-'}: {p.message} ({p.code})" for p in self.problems]
        return "\n".join(lines) + "\n"


def remove(ledger: Ledger, report: str, reason: str | None = None) -> RemoveSummary:
    """Take a report out of the ledger's incidents and search; a tombstone stays, and the text is kept.

    Raises LedgerError where there is no such report.
    """
    from counterclaim.actions.folding import refold

    removed = ledger.remove(report, reason)
    done = refold(ledger)
    return RemoveSummary(
        report=removed.report,
        already=removed.already,
        restored=removed.restored,
        incidents=done.incidents,
        gone=done.gone,
    )


def upgrade(target: str | Path) -> UpgradeSummary:
    """Bring a ledger made by an older version up to date, as one transaction.

    Raises LedgerError where there is no ledger, or a newer version made it.
    """
    before, after = upgrade_tables(target)
    return UpgradeSummary(ledger=shown_target(target), before=before, after=after)


def verify(ledger: Ledger) -> VerifySummary:
    """Check that a ledger is whole: quotations, ids, counts, marks, search."""
    return VerifySummary(ledger=ledger.name, problems=tuple(ledger.verify()))
