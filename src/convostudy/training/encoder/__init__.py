"""Fine-tune the small transformer. Needs ``requirements-encoder.txt``, which labelling does not."""
