"""Reports: from notebooks to pages, in kernels of their own, as far as they are stale."""

from __future__ import annotations

from convostudy.project.reporting.run import report
from convostudy.project.reporting.status import Status

__all__ = ["Status", "report"]
