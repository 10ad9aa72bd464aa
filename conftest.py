"""What pytest looks at for doctests."""

from importlib.util import find_spec

# Training the encoder needs torch, which the lock leaves out.
collect_ignore_glob = [] if find_spec("torch") else ["src/convostudy/training/encoder/*"]
