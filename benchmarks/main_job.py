"""How fast, and in how much memory, does an archive become the five primary outcomes?

Writes a simulated LinkedIn archive of 100,000 messages in 2,000 threads, and one twice as large;
then, each in a fresh process on one core, reads the CSV with pandas alone, with convostudy, and
does the whole job: ingest, turns, questions, acts, answers, the five primary measures and their
1,000-draw cluster bootstrap. Each process first does the same on a tiny archive, so that imports
and compiled patterns are not counted. Prints CPU seconds, peak memory, ratios within the run, and
where the time went. Run it with ``make bench``.

Reading is held to the strict ratio: convostudy unzips, checks and hashes the archive, and pandas
is given the CSV unzipped and in memory. The ratio to pandas out of the same zip is shown beside it.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

ONE_CORE = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "ARROW_NUM_THREADS": "1",
}
PRIMARY = ("time_to_pitch", "first_contact", "answered", "after_refusal", "replies")
LIMITS = {
    "read / pandas, CSV": 6.0,
    "whole job, CPU s": 20.0,
    "peak, MB": 700.0,
    "twice / once": 2.2,
}

#: Step of reading -> the functions that make it; none calls another.
READING = {
    "unzip": ["_archive:Archive.read"],
    "find records, quotes": ["_delimited:find_records"],
    "parse (Arrow)": ["_delimited:_parse"],
    "UTF-8, SHA-256": ["_delimited:to_utf8", "linkedin.sheets:hashlib.sha256"],
    "dates, texts": ["linkedin.messages:message_rows", "linkedin.messages:add_contents"],
    "people": [
        "linkedin.reader:Pairs",
        "linkedin.reader:meet",
        "linkedin.reader:identify",
        "linkedin.reader:people_table",
    ],
    "connections": ["linkedin.connections:connection_rows", "linkedin.connections:tie_people"],
    "ids": ["linkedin.reader:add_ids"],
    "threads, InMail": [
        "linkedin.reader:participants_of",
        "linkedin.reader:add_threads",
        "linkedin.reader:mark_inmail",
    ],
    "order, check": ["linkedin.reader:assemble"],
    "ledger": ["_export:Book.ledger"],
}


def pandas_alone(archive: Path) -> dict[str, float]:
    """Read messages.csv out of the archive with `pandas.read_csv`: the floor."""
    import pandas as pd

    start = time.process_time()
    with zipfile.ZipFile(archive) as opened, opened.open("messages.csv") as file:
        pd.read_csv(file)
    return {"pandas.read_csv": time.process_time() - start}


def pandas_unpacked(archive: Path) -> dict[str, float]:
    """Read messages.csv with `pandas.read_csv` once it is unpacked."""
    import pandas as pd

    data = zipfile.ZipFile(archive).read("messages.csv")
    start = time.process_time()
    pd.read_csv(io.BytesIO(data))
    return {"pandas.read_csv": time.process_time() - start}


def reader(archive: Path) -> dict[str, float]:
    """Read the archive with convostudy: messages, people, connections, ledger."""
    from convostudy import sources

    start = time.process_time()
    sources.read(archive)
    return {"sources.read": time.process_time() - start}


def reader_steps(archive: Path) -> dict[str, float]:
    """Read the archive with a clock at each step: where the time of reading goes."""
    from convostudy import sources

    spent = dict.fromkeys(READING, 0.0)
    with contextlib.ExitStack() as clocks:
        for step, places in READING.items():
            for place in places:
                module, name = place.split(":")
                owner, _, attribute = name.rpartition(".")
                holder = importlib.import_module(f"convostudy.sources.{module}")
                holder = getattr(holder, owner) if owner else holder
                timed = _timed(getattr(holder, attribute), step, spent)
                clocks.enter_context(mock.patch.object(holder, attribute, timed))
        start = time.process_time()
        sources.read(archive)
        whole = time.process_time() - start
    return spent | {"everything else": whole - sum(spent.values())}


def _timed(function: Callable[..., Any], step: str, spent: dict[str, float]) -> Callable[..., Any]:
    def clocked(*args: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return function(*args, **named)
        finally:
            spent[step] += time.process_time() - start

    return clocked


def whole_job(archive: Path) -> dict[str, float]:
    """Go from the archive to the five outcomes, with a 1,000-draw cluster bootstrap."""
    import convostudy as cs
    from convostudy import outcomes, sources
    from convostudy.project.pipeline import label, score

    spent: dict[str, float] = {}
    last = ["read", time.process_time()]

    def lap(step: str) -> None:
        now = time.process_time()
        name, since = last
        spent[name] = spent.get(name, 0.0) + now - since
        last[:] = [step, now]

    export = sources.read(archive)
    lap("turns")
    until = export.observed_until
    tables = label(
        export.messages,
        export.people,
        export.connections,
        observed_until=until,
        parameters=cs.Parameters(backend="rules"),
        say=lap,
    )
    lap("measures")
    ties = {"connections": export.connections}
    tables = {"messages": export.messages, "people": export.people, **ties, **tables}
    tables |= score(tables, names=PRIMARY)
    lap("estimates")
    outcomes.primary(tables, cs.Parameters(), draws=1000)
    lap("end")
    return spent


def peak_mb() -> float:
    """Return the largest resident size of this process so far.

    Not ``ru_maxrss``, which a child inherits from the parent that started it.
    """
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return float(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


JOBS = {
    "pandas": pandas_alone,
    "unpacked": pandas_unpacked,
    "read": reader,
    "steps": reader_steps,
    "whole": whole_job,
}


def in_process(job: str, archive: Path, tiny: Path) -> dict[str, float]:
    """Run a job in a fresh process; add its peak memory in MB."""
    out = subprocess.run(
        [sys.executable, __file__, "--job", job, "--archive", str(archive), "--tiny", str(tiny)],
        env={**os.environ, **ONE_CORE},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(out.stdout.splitlines()[-1])


def main() -> None:
    """Print the table."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--messages", type=int, default=100_000)
    given.add_argument("--threads", type=int, default=2_000)
    given.add_argument("--repeat", type=int, default=3, help="best of so many runs")
    given.add_argument("--job", help=argparse.SUPPRESS)
    given.add_argument("--archive", type=Path, help=argparse.SUPPRESS)
    given.add_argument("--tiny", type=Path, help=argparse.SUPPRESS)
    options = given.parse_args()
    if options.job:
        job = JOBS[options.job]
        job(options.tiny)
        print(json.dumps(job(options.archive) | {"peak, MB": peak_mb()}))
        return

    from convostudy import simulate

    with tempfile.TemporaryDirectory() as folder:
        sizes = {"tiny": (2_000, 50), "once": (options.messages, options.threads)}
        sizes["twice"] = (2 * options.messages, 2 * options.threads)
        paths = {}
        for name, (n_messages, n_threads) in sizes.items():
            inbox = simulate.large_inbox(n_messages, n_threads, seed=1)
            paths[name] = Path(folder) / name / simulate.archive_name(inbox)
            paths[name].parent.mkdir()
            paths[name].write_bytes(simulate.linkedin_archive(inbox))
        jobs = {}
        for name, job, size in (
            ("pandas", "pandas", "once"),
            ("unpacked", "unpacked", "once"),
            ("read", "read", "once"),
            ("steps", "steps", "once"),
            ("once", "whole", "once"),
            ("twice", "whole", "twice"),
        ):
            runs = range(options.repeat)
            jobs[name] = [in_process(job, paths[size], paths["tiny"]) for _ in runs]
    best = {name: min(runs, key=_cpu) for name, runs in jobs.items()}
    print(f"{options.messages:,} messages in {options.threads:,} threads, best of {options.repeat}")
    print("The whole job, CPU seconds:")
    for step, seconds in best["once"].items():
        if step != "peak, MB":
            print(f"  {step:<22} {seconds:6.2f}")
    pandas, zipped, read = (_cpu(best[name]) for name in ("unpacked", "pandas", "read"))
    print(
        f"Reading, {read:.2f} s, in units of pandas.read_csv on the unzipped CSV ({pandas:.2f} s):"
    )
    for step, seconds in best["steps"].items():
        if step != "peak, MB":
            print(f"  {step:<22} {seconds / pandas:6.2f}")
    print(f"(against pandas.read_csv out of the same zip, {zipped:.2f} s: {read / zipped:.2f})")
    found = {
        "read / pandas, CSV": read / pandas,
        "whole job, CPU s": _cpu(best["once"]),
        "peak, MB": best["once"]["peak, MB"],
        "twice / once": _cpu(best["twice"]) / _cpu(best["once"]),
    }
    for name, value in found.items():
        verdict = "ok" if value <= LIMITS[name] else "TOO MUCH"
        print(f"{name:<18} {value:8.2f}   at most {LIMITS[name]:g}: {verdict}")
    sys.exit(any(value > LIMITS[name] for name, value in found.items()))


def _cpu(run: dict[str, float]) -> float:
    return sum(seconds for step, seconds in run.items() if step != "peak, MB")


if __name__ == "__main__":
    main()
