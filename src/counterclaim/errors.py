"""The exception tree.

CounterclaimError
├── UsageError        what was asked cannot be done as asked (exit code 2)
├── InputRejected     one input cannot be read in; the rest of the batch goes on (exit code 1)
├── DataError         the program's own data, or a user's, does not validate
├── GoldError         a gold file breaks the gold format
└── LedgerError       the ledger cannot be opened, read or written as it is
    └── LedgerBusy    another process holds the ledger (exit code 75)
"""


class CounterclaimError(Exception):
    """Every error that Counterclaim raises on purpose."""


class UsageError(CounterclaimError):
    """What was asked cannot be done as asked: the message says what to change."""


class InputRejected(CounterclaimError):
    """One input cannot be read in: `code` is stable, the message plain, `input` names it."""

    def __init__(self, code: str, message: str, input: str) -> None:
        super().__init__(f"{input}: {message}")
        self.code = code
        self.message = message
        self.input = input


class DataError(CounterclaimError):
    """A data file (registry, lexicon, taxonomy) does not validate: the message names file and entry."""


class GoldError(CounterclaimError):
    """A gold file breaks the gold format: the message names file and fact."""


class LedgerError(CounterclaimError):
    """The ledger cannot be opened, read or written as it is: the message names it and says what to do."""


class LedgerBusy(LedgerError):
    """Another process held the ledger longer than we wait (exit code 75): the same command later works."""
