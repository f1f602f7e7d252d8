"""An organisation's name without its legal form and the words that it may drop when it is named again."""

import re

# What an organisation may drop from its name when it is named again.
_FORMS = re.compile(
    r"(?:\.com|,? (?:Inc|Corp|Corporation|Co|Company|Ltd|Limited|PLC|plc|LLC|AG|SA|NV|SE|GmbH|Group|Holdings|Holding"
    r"|Airline|Airlines|Airways|Bank|Motors|Motor|Press|News|Department|Association|Organization|Organisation|Party|University)\.?)+$"
)


def without_legal_form(name: str) -> str:
    """The name without its last words of that kind: "Orbit" of "Orbit Holdings Inc."; the name itself where it has none."""
    return _FORMS.sub("", name)
