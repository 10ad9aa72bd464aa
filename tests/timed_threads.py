"""Threads as the measure of times to pitch gives them, for tests of estimates."""

import numpy as np
import pandas as pd

DAY = pd.Timestamp("2020-01-07", tz="UTC")
# How likely an owner accepts an invitation in each hour: waking hours, busy mornings.
WAKING = np.array(
    [1, 1, 1, 1, 1, 2, 4, 8, 14, 16, 15, 14, 12, 13, 13, 12, 12, 10, 9, 8, 8, 6, 4, 2]
)


def threads(*rows):
    """Frame of threads from (lo_h, hi_h, pitched) or (lo_h, hi_h, pitched, in_invitation)."""
    frame = pd.DataFrame([(*row, False)[:4] for row in rows])
    frame.columns = ["lo_h", "hi_h", "pitched", "in_invitation"]
    frame = frame.astype({"lo_h": float, "hi_h": float})
    return frame.assign(thread_id=[f"t{i}" for i in range(len(rows))], connected_lo=DAY)
