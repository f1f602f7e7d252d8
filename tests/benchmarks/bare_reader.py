"""What a user would write without Daybook: trafilatura over pages, spaCy over the texts, on some processes; nothing is kept.

    python bare_reader.py FOLDER PAGES PROCESSES    prints JSON: pages, texts, characters, CPU seconds of each library

PAGES: of the folder the first so many. CPU seconds are those of all processes.

The model is Daybook's, as spaCy loads it, with all its components.
"""

import json
import sys
import time
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path

import spacy
import trafilatura
from spacy.language import Language

from extract.facts.installed_models import DEFAULT_MODEL, model_folder

# As many pages at a time as spaCy reads in a batch.
CHUNK = 100


def main() -> None:
    """Read, and print what was read and what each library took."""
    folder, count, processes = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    pages = sorted(folder.glob("*.html"))[:count]
    nlp = spacy.load(model_folder(DEFAULT_MODEL))
    chunks = [pages[start : start + CHUNK] for start in range(0, len(pages), CHUNK)]
    with get_context("fork").Pool(processes, _keep, (nlp,)) as pool:
        read = list(pool.imap(_read, chunks))
        pool.close()
        pool.join()
    texts, characters, trafilatura_seconds, spacy_seconds = (sum(part) for part in zip(*read, strict=True))
    print(
        json.dumps(
            {
                "pages": len(pages),
                "texts": texts,
                "characters": characters,
                "trafilatura_cpu": round(trafilatura_seconds, 2),
                "spacy_cpu": round(spacy_seconds, 2),
            }
        )
    )


def _keep(nlp: Language) -> None:
    globals()["_nlp"] = nlp


def _read(pages: Sequence[Path]) -> tuple[int, int, float, float]:
    start = time.process_time()
    found = [trafilatura.bare_extraction(page.read_text(), with_metadata=True) for page in pages]
    texts = [document.text for document in found if document is not None and document.text]
    middle = time.process_time()
    for _ in globals()["_nlp"].pipe(texts):
        pass
    return len(texts), sum(map(len, texts)), middle - start, time.process_time() - middle


if __name__ == "__main__":
    main()
