"""What Python's trafilatura and htmldate make of pages, for comparison.

Reads rows `{"id", "path", "url"}` from standard input, paths as given, and writes a
row for each: the text, title, authors and day that trafilatura gives, the day that
htmldate gives, and the processor time of each in seconds. `cargo xtask evaluate
pages --yardsticks` runs it where both are installed (pip install trafilatura htmldate).
"""

import gzip
import json
import logging
import sys
import time

import htmldate
import trafilatura

logging.disable(logging.CRITICAL)


def seconds(work):
    """What `work` gives, nothing where it fails, and how long it took."""
    begun = time.process_time()
    try:
        result = work()
    except Exception:
        result = None
    return result, time.process_time() - begun


for line in sys.stdin:
    row = json.loads(line)
    with gzip.open(row["path"]) as file:
        page = file.read()
    url = row.get("url")
    document, taken = seconds(
        lambda: trafilatura.bare_extraction(
            page, url=url, with_metadata=True, include_comments=False
        )
    )
    # htmldate wants characters; what is no UTF-8 is read as trafilatura reads it.
    html = trafilatura.utils.decode_file(page)
    day, day_taken = seconds(lambda: htmldate.find_date(html, url=url, original_date=True))
    print(
        json.dumps(
            {
                "id": row["id"],
                "text": getattr(document, "text", None),
                "title": getattr(document, "title", None),
                "author": getattr(document, "author", None),
                "date": getattr(document, "date", None),
                "seconds": taken,
                "htmldate": day,
                "htmldate_seconds": day_taken,
            }
        )
    )
