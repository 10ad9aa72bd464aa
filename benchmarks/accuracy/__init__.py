"""How right are the labels? ``python -m benchmarks.accuracy`` writes the page that says so."""
