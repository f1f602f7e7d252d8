"""Reads whether an event happened, goes on, is planned, possible or cancelled, and whether the text denies or only alleges it."""

from dataclasses import dataclass
from datetime import date

from extract.facts.events.status_marks import read_marks
from extract.facts.events.verb_marks import is_past, is_perfect
from extract.facts.language_model import Token


@dataclass(frozen=True, slots=True)
class Status:
    """event_status: occurred, ongoing, planned, possible or cancelled; is_denied; is_alleged; is_negated: not said to be."""

    event_status: str
    is_denied: bool = False
    is_alleged: bool = False
    is_negated: bool = False

    def first(self) -> str:
        """The first that holds: cancelled, denied, planned, possible, ongoing, alleged, occurred."""
        if self.event_status == "cancelled":
            return "cancelled"
        if self.is_denied:
            return "denied"
        if self.event_status in ("planned", "possible", "ongoing"):
            return self.event_status
        return "alleged" if self.is_alleged else "occurred"


def read_status(head: Token, date_start: date | None, date_end: date | None, reference: date | None) -> Status:
    """The status of the event whose trigger's head this is; its dates tell a plan ("is meeting later this month")."""
    marks = read_marks(head)
    status = next((one for one in ("cancelled", "planned", "possible", "ongoing") if one in marks), "occurred")
    if reference is not None:
        if status in ("occurred", "ongoing") and _is_ahead(head, date_start, date_end, reference, marks):
            status = "planned"
        elif status == "occurred" and _goes_on(head, date_start, date_end, reference):
            status = "ongoing"
    return Status(status, "denied" in marks, "alleged" in marks, "negated" in marks)


def _is_ahead(head: Token, start: date | None, end: date | None, reference: date, marks: frozenset[str]) -> bool:
    if head.pos_ in ("VERB", "AUX") and is_past(head):
        # "the 2025 bond has weakened": the date is not the event's.
        return False
    if start is not None and start > reference:
        return True
    # "later this month" begins today; "is meeting this week" has begun.
    return end is not None and end > reference and ("ongoing" in marks or start == reference)


def _goes_on(head: Token, start: date | None, end: date | None, reference: date) -> bool:
    """Whether something that has begun lasts until today: "has required licences since April"."""
    return start is not None and end is None and start < reference and is_perfect(head)
