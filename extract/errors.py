"""Every error Daybook raises on purpose.

    DaybookError                     what was found, where, and the next command to run
    ├── SettingsError                a setting is missing, unknown or out of range
    ├── InputError                   a file, folder or line named by the user cannot be read
    ├── PageError                    one page is refused: becomes a row in `rejects`, never stops a batch
    ├── BatchError                   one batch could not be done: the others go on, the exit code says so
    │   └── ContractError            a row breaks the contract of its table
    ├── WarehouseError               the DuckDB files or the ledger are not as they should be
    │   ├── WarehouseLocked          another process is writing
    │   ├── NewerHome                a newer Daybook or DuckDB made it: nothing of it is written
    │   ├── LakeUnreachable          the database or the S3 store of a lake does not answer, or refuses
    │   └── NothingBuilt             there is no build yet to look at
    └── GateFailed                   the checks are red: nothing was published, the old warehouse stays
        └── GateBroken               a check could not be made: nothing counts as checked

Exit codes of the command line: 0 done, 1 a batch could not be done, 2 wrong usage, setting or input, 3 a gate is red,
4 the warehouse is locked or damaged, 130 stopped by Ctrl-C.
"""


class DaybookError(Exception):
    """Something the user can act on; `hint` is the next command or setting to try."""

    exit_code = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  try: {self.hint}" if self.hint else self.message


class SettingsError(DaybookError):
    """A setting is missing, unknown or out of range."""

    exit_code = 2


class InputError(DaybookError):
    """A file, folder or line named by the user cannot be read."""

    exit_code = 2


class PageError(DaybookError):
    """One page is refused; `reason` is a short code that is counted, the message says more."""

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(message or reason)
        self.reason = reason


class BatchError(DaybookError):
    """One batch could not be done; the others go on."""


class ContractError(BatchError):
    """A row breaks the contract of its table."""


class WarehouseError(DaybookError):
    """The DuckDB files or the ledger are not as they should be."""

    exit_code = 4


class WarehouseLocked(WarehouseError):
    """Another process is writing to the warehouse."""


class NewerHome(WarehouseError):
    """A newer Daybook or a newer DuckDB made what is there: this one writes nothing of it."""


class LakeUnreachable(WarehouseError):
    """The database or the S3 store of a lake does not answer, or refuses: nothing is known of what lies there."""


class NothingBuilt(WarehouseError):
    """There is no build yet to look at."""


class GateFailed(DaybookError):
    """The checks are red: nothing was published, the old warehouse stays."""

    exit_code = 3


class GateBroken(GateFailed):
    """A check could not be made: nothing counts as checked, nothing was published."""
