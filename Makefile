# The commands of cnnlab. `make` alone lists them.
#
# Everything is installed into .venv, once: a stamp file in it says that this folder, with this
# pyproject.toml, is installed. `make lab PYTHON=python3.12` chooses the Python that makes .venv.

.DEFAULT_GOAL := help
.PHONY: help lab app test torch notebooks bench bench-widgets

venv := .venv
bench_venv := .venv-bench
python := $(venv)/bin/python

# The stamps carry the folder's own number, so a folder that was moved or copied is installed anew.
folder := $(shell pwd | cksum | cut -d ' ' -f 1)
lab_stamp := $(venv)/lab-$(folder)
app_stamp := $(venv)/app-$(folder)
test_stamp := $(venv)/test-$(folder)
bench_stamp := $(bench_venv)/bench-$(folder)

# Spanish where the system speaks Spanish, English elsewhere; `make lab IN=es` chooses.
locale := $(firstword $(LC_ALL) $(LC_MESSAGES) $(LANG))
IN ?= $(if $(filter es es_% es-% es.% es@%,$(locale)),es,en)
check_language = $(if $(filter en es,$(IN)),,$(error \
	IN=$(IN) is not a language of this course. Use IN=en or IN=es))

# The first Python that is new enough.
new_enough := import sys; sys.exit(sys.version_info < (3, 11))
candidates := python3 python python3.14 python3.13 python3.12 python3.11
PYTHON ?= $(shell for each in $(candidates); do \
	$$each -c '$(new_enough)' 2>/dev/null && echo $$each && break; done)

help:
	@echo "make lab            open the notebooks in JupyterLab      (make lab IN=es, make lab IN=en)"
	@echo "                    LAB_ARGS is passed on to it           (make lab LAB_ARGS=--no-browser)"
	@echo "make app            open the playground as a page         (make app IN=es, make app IN=en)"
	@echo "                    APP_ARGS is passed on to Voila        (make app APP_ARGS=--theme=dark)"
	@echo "make test           run every test                        (TEST_ARGS is passed on to pytest)"
	@echo "make torch          install PyTorch, so that make test compares with it"
	@echo "make notebooks      rebuild the notebooks from notebooks/source"
	@echo "make bench          measure the speed beside SciPy, PyTorch and OpenCV"
	@echo "make bench-widgets  measure how soon a widget answers, in a browser"

# JUPYTER_CONFIG_PATH brings our defaults (language, no news from the network) without a change to
# the student's own settings; the workspace keeps the tabs of this course apart from other ones;
# a read-only extension manager asks nothing of the network.
lab: $(lab_stamp)
	$(check_language)
	JUPYTER_CONFIG_PATH="$(CURDIR)/.jupyter/$(IN)$${JUPYTER_CONFIG_PATH:+:$$JUPYTER_CONFIG_PATH}" \
	JUPYTERLAB_WORKSPACES_DIR="$(CURDIR)/$(venv)/workspaces" \
	$(python) -m jupyterlab --ServerApp.root_dir="$(CURDIR)/notebooks" \
		--LabApp.extension_manager=readonly \
		--LabApp.default_url=/lab/tree/$(IN)/00_start_here.ipynb $(LAB_ARGS)

# The folder .jupyter/app has Voila's settings and the template of the page.
app: $(app_stamp)
	$(check_language)
	JUPYTER_CONFIG_PATH="$(CURDIR)/.jupyter/app$${JUPYTER_CONFIG_PATH:+:$$JUPYTER_CONFIG_PATH}" \
	JUPYTER_PATH="$(CURDIR)/.jupyter/app$${JUPYTER_PATH:+:$$JUPYTER_PATH}" \
	$(python) -m voila $(APP_ARGS) notebooks/$(IN)/playground.ipynb

test: $(test_stamp)
	$(python) -m ruff check .
	$(python) -m pytest -n 2 $(TEST_ARGS)

# Pinned: a looser range may pull gigabytes of CUDA libraries.
torch: $(test_stamp)
	$(python) -c "import torch" 2>/dev/null || \
		$(python) -m pip install --quiet --disable-pip-version-check torch==2.13.0

notebooks: $(test_stamp)
	$(python) notebooks/build.py

bench: $(bench_stamp)
	@status=0; \
	$(bench_venv)/bin/python benchmarks/run.py $(BENCH_ARGS) || status=1; \
	$(bench_venv)/bin/python -m benchmarks.networks $(filter --quick --strict,$(BENCH_ARGS)) \
		|| status=1; \
	exit $$status

bench-widgets: $(test_stamp)
	$(python) -m benchmarks.widgets $(BENCH_ARGS)

$(lab_stamp): pyproject.toml | $(python)
	@echo "Installing cnnlab and JupyterLab into $(venv): a few minutes, this once."
	@$(python) -m pip install --quiet --disable-pip-version-check --editable ".[lab]"
	@touch $@

$(app_stamp): pyproject.toml | $(python)
	@echo "Installing cnnlab and Voila into $(venv): a few minutes, this once."
	@$(python) -m pip install --quiet --disable-pip-version-check --editable ".[app]"
	@touch $@

$(test_stamp): pyproject.toml | $(python)
	@echo "Installing cnnlab and what its tests need into $(venv): a few minutes, this once."
	@$(python) -m pip install --quiet --disable-pip-version-check --editable ".[lab,test]"
	@touch $@

$(bench_stamp): pyproject.toml benchmarks/requirements.txt | $(bench_venv)/bin/python
	@echo "Installing the libraries to compare with into $(bench_venv): a few minutes, this once."
	@$(bench_venv)/bin/python -m pip install --quiet --disable-pip-version-check \
		--editable . --requirement benchmarks/requirements.txt
	@touch $@

$(python) $(bench_venv)/bin/python:
	@$(or $(PYTHON),false) -c '$(new_enough)' 2>/dev/null || { \
		echo "cnnlab needs Python 3.11 or newer, and '$(or $(PYTHON),python3)' is not." \
			"Get it from https://www.python.org/downloads/"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make an environment: its venv module is not complete." \
			"On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(patsubst %/bin/python,%,$@)
