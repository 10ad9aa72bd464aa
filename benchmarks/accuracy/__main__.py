"""Write the page that says how right the labels are, on coded threads nothing was learned from.

    python -m benchmarks.accuracy [--split dev|calibration|test] [--public FOLDER] [--out FILE]

``dev`` is for work on rules and models: rules are scored as they are, models only with
``--retrain``, which fits the light ones anew without these batches.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks.accuracy import provenance
from benchmarks.accuracy.backends import UNLEARNED
from benchmarks.accuracy.measured import (
    Measured,
    measure_backend,
    measure_baselines,
    measure_coder,
    measure_public,
    measure_speed,
)
from benchmarks.accuracy.page import page
from benchmarks.accuracy.splits import ROOT, learning_batches, read_batches, split_batches

from convostudy.parameters import Parameters
from convostudy.tables import BACKENDS

PAGE = ROOT / "docs/accuracy.md"
CURVE = ROOT / "docs/learning_curve.png"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--split", default="dev", choices=["dev", "calibration", "test"])
    asks.add_argument("--public", type=Path, default=ROOT.parent / "shared/data")
    asks.add_argument("--backend", choices=BACKENDS, action="append", help="all when left out")
    asks.add_argument("--errors", type=int, default=50, help="how many to show")
    asks.add_argument("--retrain", action="store_true", help="fit light without the split")
    asks.add_argument(
        "--without", choices=["tfidf", "public", "speed"], action="append", default=[]
    )
    asks.add_argument("--learn-from", nargs="+", help="batches; all but the split's when left out")
    asks.add_argument("--out", type=Path, help="printed when left out")
    given = asks.parse_args()
    if given.out and given.out.resolve() == PAGE and given.split != "test":
        asks.error(f"{PAGE.name} is the page of the test split: name another file for this one")
    if given.retrain and given.split != "dev":
        asks.error("the package's models have learned from no other split: leave out --retrain")
    return given


def main() -> None:
    """Measure, and write the page."""
    given = arguments()
    batches = split_batches(given.split)
    learned_from = tuple(given.learn_from or learning_batches(batches))
    if set(learned_from) & set(batches):
        sys.exit("Batches of the split cannot be learned from: leave them out of --learn-from")
    made = Measured(*read_batches(batches))
    learning = read_batches(learned_from)
    if given.split == "test":
        provenance.note_opening(batches)
    with ExitStack() as held:
        backends = given.backend or list(BACKENDS)
        if given.split == "dev":
            scorable = [UNLEARNED]
            if given.retrain:
                # Here, not above: only those who train need scikit-learn.
                from benchmarks.accuracy.retraining import RETRAINED, lent, light_models

                models = {}
                made.step("training light", lambda: models.update(light_models(*learning)))
                held.enter_context(lent(models))
                scorable.append(RETRAINED)
            for name in sorted(set(backends) - set(scorable)):
                made.left_out[name] = "its models have learned from these batches"
            backends = [name for name in backends if name in scorable]
        for backend in backends:
            made.step(backend, partial(measure_backend, made, backend))
        backends = list(made.said)
        made.step("second coder", partial(measure_coder, made))
        baselines = []
        with_tfidf = "tfidf" not in given.without
        made.step(
            "baselines",
            lambda: baselines.extend(measure_baselines(made, learning, with_tfidf=with_tfidf)),
        )
        if "public" not in given.without:
            made.step(
                "public sets",
                partial(measure_public, made, given.public, backends, baselines),
            )
        if "speed" not in given.without:
            made.step("speed", partial(measure_speed, made, learned_from, backends))
    text = page(
        made,
        split=given.split,
        batches=batches,
        learned_from=learned_from,
        public=given.public,
        default=Parameters().backend,
        n_errors=given.errors,
        # A path of this machine is nobody's business.
        command=" ".join(
            ["python -m benchmarks.accuracy"]
            + [Path(word).name if word.startswith("/") else word for word in sys.argv[1:]]
        ),
        has_curve=CURVE.exists() and given.split == "test",
    )
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
