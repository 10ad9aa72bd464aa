"""How fast is the look through what is to be passed on, and does it find nobody where nobody is?

    python benchmarks/leaks.py             who is in the simulated inbox, 20 MB of each kind of file
    python benchmarks/leaks.py --mb 100

Prints megabytes for each second of one CPU (of the file as it lies on the disk), and the hits: none
is right, since the files hold random ids, numbers and the words of a codebook.
"""

from __future__ import annotations

import argparse
import io
import time
import zipfile

import numpy as np
import pandas as pd

import convostudy as cs
from convostudy.deidentify.leaks import identifiers, scan_bytes

LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz234567"))
STATUSES = ["explicit", "implicit", "partial", "deflection", "no_reply", "open"]


def features(n: int) -> pd.DataFrame:
    chance = np.random.default_rng(2026)
    ids = pd.Series(list(map("".join, chance.choice(LETTERS, (n, 12)))))
    return pd.DataFrame(
        {
            "thread_id": "thread_" + ids,
            "gap_h": chance.choice([0.25, 1.5, 9.0, 36.0, 60.0], n),
            "share": chance.random(n).round(6),
            "status": chance.choice(STATUSES, n),
        }
    )


def files(mb: float) -> dict[str, bytes]:
    frame = features(int(mb * 1e6 / 41))
    csv = frame.to_csv(index=False).encode()
    parquet, archive = io.BytesIO(), io.BytesIO()
    frame.to_parquet(parquet, index=False)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("threads.csv", csv)
    prose = " ".join(f"the {name} of “a thread” – {name}" for name in STATUSES)
    return {
        "CSV": csv,
        "prose": (prose * int(mb * 1e6 / len(prose))).encode(),
        "Parquet": parquet.getvalue(),
        "zip of the CSV": archive.getvalue(),
        "bytes": np.random.default_rng(2026).bytes(int(mb * 1e6)),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--mb", type=float, default=20, help="megabytes of each kind")
    options.add_argument("--threads", type=int, default=500, help="threads of the inbox")
    given = options.parse_args()
    inbox = cs.simulate.inbox(given.threads)
    begun = time.process_time()
    known = identifiers(inbox.people, inbox.messages)
    _ = known.in_views, known.in_bytes
    took = time.process_time() - begun
    print(f"{len(inbox.people):,} people, {known!r}, made in {took:.1f} s of CPU")
    for name, data in files(given.mb).items():
        begun = time.process_time()
        hits = scan_bytes(data, known)
        took = time.process_time() - begun
        print(f"{name:15} {len(data) / 1e6 / took:6.1f} MB/CPU-s   {len(hits)} hits")


if __name__ == "__main__":
    main()
