"""Simulated inboxes that several tests read; nobody may change them."""

from __future__ import annotations

from functools import cache

from convostudy.simulate import inbox

__all__ = ["many_threads", "small_inbox"]


@cache
def small_inbox():
    return inbox(60, seed=3)


@cache
def many_threads():
    return inbox(2_000, seed=5)
