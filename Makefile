# Two commands do everything: `make report` and `make test`. Both set up .venv from the lock file first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STUDY  ?= demo
EXPORT ?=
ARGS   ?=

.DEFAULT_GOAL := help
.PHONY: help report test lab docs bench weights encoder accuracy learning-curve clean

help: ## list the commands
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The stamp is rewritten only when what it depends on has changed, so a second `make report` starts at once.
$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("convostudy needs Python 3.11 or later, this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.11 ...") if sys.version_info < (3, 11) else None'
	@echo "Setting up $(VENV): a few minutes, once"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

report: $(VENV)/.installed ## read an export and write its report (EXPORT=path/to/archive.zip; the demo when left out)
	$(BIN)/convostudy report $(if $(EXPORT),"$(EXPORT)") $(ARGS)

test: $(VENV)/.installed ## run every check and the whole test suite
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder $(ARGS)

# Jupyter refuses to run as root unless it is told to; in a container one often is.
AS_ROOT := $(if $(filter 0,$(shell id -u 2>/dev/null)),--allow-root)

LAB_FLAGS := --LabApp.default_url=/lab/tree/notebooks/01_explore.ipynb
# No question about news, no look for updates, pages of text shown as pages: for this project alone.
LAB_SETTINGS := notebooks/.jupyter

# The first notebook opens beside the list of all of them; it looks at the demo, which is read first.
lab: $(VENV)/.installed ## open JupyterLab on notebooks/, with the first one open on the demo
	@$(BIN)/python -m convostudy.project.demo
	JUPYTER_CONFIG_PATH=$(LAB_SETTINGS) $(BIN)/jupyter lab $(AS_ROOT) --notebook-dir=. $(LAB_FLAGS) $(ARGS)

# A study of its own, so that nobody's demo study is measured anew. Nothing is fetched.
docs: $(VENV)/.installed ## build the documentation site, build/docs, with figures from the demo
	$(BIN)/convostudy ingest data/raw/demo/*.zip --study build/demo-study
	$(BIN)/convostudy measure --study build/demo-study -p backend=rules
	$(BIN)/convostudy report --study build/demo-study --out build/demo-pages
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs build/docs $(ARGS)
	@echo "Open build/docs/index.html in a browser"

bench: $(VENV)/.installed ## measure speed and memory, printed as ratios
	$(BIN)/python benchmarks/main_job.py $(ARGS)

weights: $(VENV)/.installed ## train the labels anew from the coded threads of each language (minutes)
	OMP_NUM_THREADS=1 $(BIN)/python -m convostudy.training $(ARGS)

# torch is large and differs by machine, so the encoder is trained in an environment of its own.
encoder: ## train the encoder anew (half an hour or more), then `make weights`
	$(PYTHON) -m venv .venv-encoder
	.venv-encoder/bin/python -m pip install --quiet --requirement requirements-encoder.txt --editable .
	.venv-encoder/bin/python -m convostudy.training.encoder $(ARGS)

accuracy: $(VENV)/.installed ## score every label on the test split and write docs/accuracy.md
	$(BIN)/python -m benchmarks.accuracy --split test --out docs/accuracy.md $(ARGS)

learning-curve: $(VENV)/.installed ## train on more and more batches and draw docs/learning_curve.png (long)
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.accuracy.learning_curve $(ARGS)

clean: ## remove what can be made again: processed tables, reports, the environment
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache build/docs build/demo-pages build/demo-study docs/generated
	find $(wildcard data/processed reports) -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
