"""Reads sentences with quantulum3: JSON lines in, JSON lines out. Runs in an environment of its own, which has no Daybook.

In: {"sentence": text}. Out: first {"version": ..., "notes": [what it warned of]}, then for each sentence {"seconds": CPU seconds,
"failed": bool, "quantities": [{"value", "uncertainty", "unit", "currency", "surface", "start", "end"}]}.
"""

import json
import logging
import sys
import time
import warnings
from importlib.metadata import version


def main() -> None:
    """Answers every line at once, so that the other side measures nothing but the reading."""
    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        from quantulum3 import parser

        # Tables are built at the first sentence: that counts for no one.
        parser.parse("The first 5 miles cost $3.")
    notes = [str(warning.message) for warning in caught if "lassifier" in str(warning.message)]
    warnings.simplefilter("ignore")
    print(json.dumps({"version": version("quantulum3"), "notes": notes}), flush=True)
    for line in sys.stdin:
        sentence = json.loads(line)["sentence"]
        start = time.process_time()
        try:
            found, failed = parser.parse(sentence), False
        except Exception:
            found, failed = [], True
        seconds = time.process_time() - start
        answer = {"seconds": seconds, "failed": failed, "quantities": [_show(each) for each in found]}
        print(json.dumps(answer), flush=True)


def _show(quantity) -> dict:
    return {
        "value": quantity.value,
        "uncertainty": quantity.uncertainty,
        "unit": quantity.unit.name,
        "currency": getattr(quantity.unit, "currency_code", None),
        "surface": quantity.surface,
        "start": quantity.span[0],
        "end": quantity.span[1],
    }


if __name__ == "__main__":
    main()
