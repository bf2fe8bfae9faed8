# Everything a checkout needs, from Python 3.11 to 3.13 and make alone: neither root, nor Java, nor Spark beforehand.

# The first that runs and is one of the three: a name alone may be a stand-in of pyenv's for a version that is not chosen.
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do \
  $$name -c '$(SUPPORTED)' 2>/dev/null && echo $$name && exit; done; echo python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --require-hashes --no-build-isolation
INSTALLED := .venv/.installed
READY := .venv/.ready
TESTABLE := .venv/.testable
SDKS := .venv/sdk2/.installed .venv/sdk3/.installed
CHECKERS := .venv/infra/.installed
SITE := .venv/docs/.installed
PEERS := .venv/peers/fast/.installed .venv/peers/whylogs/.installed .venv/peers/evidently/.installed

FETCH_FAILED = { echo "The packages of $(1) could not be installed (the reason is above): check the network and pip's index, proxy and certificate settings, then run make again." >&2; exit 1; }
JAVA_FAILED = { echo "Spark needs Java 17, and none could be installed from requirements/java.txt: check the network, or install one yourself (Debian: openjdk-17-jre-headless, which is the way on arm64 Linux) and run make again." >&2; exit 1; }

.PHONY: setup demo test test-slow bench mutate image dist docs lint lock clean

setup: $(READY)

$(INSTALLED): requirements/run.txt requirements/build.txt requirements/java.txt pyproject.toml
	@$(PYTHON) -c '$(SUPPORTED)' 2>/dev/null || { echo "This needs Python 3.11 to 3.13, and '$(PYTHON)' is none of them: install one, or name it with 'make PYTHON=/path/to/python3.13'." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "'$(PYTHON)' lacks the module venv or ensurepip: install it (Debian: python3-venv) and run make again." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked packages into .venv (some 600 MB, most of it Spark)"
	@$(INSTALL) -r requirements/build.txt || $(call FETCH_FAILED,requirements/build.txt)
	@$(INSTALL) -r requirements/run.txt || $(call FETCH_FAILED,requirements/run.txt)
	@$(PIP) install --quiet --no-deps --no-index --no-build-isolation -e .
	@$(BIN)/python -c 'from engine.spark.jvm.java import find_java; find_java()' 2>/dev/null || { echo "Installing a Java 17"; $(INSTALL) -r requirements/java.txt; } || $(JAVA_FAILED)
	@touch $@

$(READY): $(INSTALLED) engine/spark/jvm/artifacts.py
	@$(BIN)/model-monitor setup
	@touch $@

$(TESTABLE): $(READY) requirements/test.txt
	@$(INSTALL) -r requirements/test.txt || $(call FETCH_FAILED,requirements/test.txt)
	@touch $@

# Exit code 1 says that violations were found, which is what the demo is for.
demo: $(READY)
	$(BIN)/model-monitor baseline sample_data/training.csv -o out/baseline
	$(BIN)/model-monitor monitor sample_data/window.csv --baseline out/baseline -o out/monitor --report || test $$? -eq 1
	@echo "The baseline (statistics.json, constraints.json) is in out/baseline, what was found in the window in out/monitor: open out/monitor/report.html in a browser."

# Files of tests side by side, each process with a Spark session of its own; PROCESSES=0 runs all in one.
PROCESSES ?= auto
PYTEST := $(BIN)/python -m pytest -q -n $(PROCESSES) --maxprocesses 2

test: $(TESTABLE)
	@$(PYTEST) -m "not slow"

# The two SDKs of SageMaker, which cannot share an environment, and which the slow tests alone drive.
.venv/sdk%/.installed: requirements/sdk%.txt
	@$(PYTHON) -m venv .venv/sdk$*
	@echo "Installing the SageMaker SDK v$* into .venv/sdk$* (some 400 MB)"
	@.venv/sdk$*/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r $< || $(call FETCH_FAILED,$<)
	@touch $@

# What checks the templates in infra/, and needs many packages for it.
.venv/infra/.installed: requirements/infra.txt
	@$(PYTHON) -m venv .venv/infra
	@echo "Installing cfn-lint and kubernetes-validate into .venv/infra"
	@.venv/infra/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r $< || $(call FETCH_FAILED,$<)
	@touch $@

# What makes the documentation a site.
.venv/docs/.installed: requirements/docs.txt
	@$(PYTHON) -m venv .venv/docs
	@echo "Installing MkDocs into .venv/docs"
	@.venv/docs/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r $< || $(call FETCH_FAILED,$<)
	@touch $@

# The variable takes away an advertisement. Quiet it must not be, for --strict counts the warnings that are printed.
docs: $(SITE)
	@NO_MKDOCS_2_WARNING=1 .venv/docs/bin/mkdocs build --strict -f website/mkdocs.yml
	@echo "The site is in build/site; to read and search it: python3 -m http.server -d build/site"

# Exit code 5 says that there is no such test.
test-slow: $(TESTABLE) $(SDKS) $(CHECKERS) $(SITE)
	@$(PYTEST) -m slow || test $$? -eq 5

# What the engine is measured against: each in an environment of its own, from a lock of its own.
.venv/peers/%/.installed: benchmarks/requirements/%.txt
	@$(PYTHON) -m venv .venv/peers/$*
	@echo "Installing what benchmarks/requirements/$*.txt names into .venv/peers/$*"
	@.venv/peers/$*/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes -r $< || $(call FETCH_FAILED,$<)
	@touch $@

# Whole processes side by side, on a machine with nothing else to do: an hour or more; minutes with ROWS=100000. The page of the
# whole benchmark is written where it is kept, that of a short one is printed.
ROWS ?=
ROUNDS ?= 5
bench: $(READY) $(PEERS)
	@$(BIN)/python benchmarks/run.py --rounds $(ROUNDS) $(if $(ROWS),--rows $(ROWS),--page docs/benchmarks.md)

# Small changes of meaning, to see which of them no test notices: a sample, and with SINCE of what was touched since then.
SAMPLE ?= 30
SEED ?= 1
mutate: $(TESTABLE)
	@PYTHONPATH=tests $(BIN)/python -m mutation.mutate --since "$(SINCE)" --sample $(SAMPLE) --seed $(SEED) $(if $(WHOLE),--whole)

# The image's name; what it is built on; the network of the build ("host" where the engine gives a build none of its own).
IMAGE ?= model-monitor-engine:dev
BASE ?= debian:bookworm-slim
NETWORK ?= default
# How this machine reaches packages, which the build is told where it is set; the values stay out of the image.
REACH := PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_TRUSTED_HOST PIP_DEFAULT_TIMEOUT \
  DEFAULT_ARTIFACT_REPOSITORY HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy

image:
	@index=$${PIP_INDEX_URL:-$$($(PYTHON) -m pip config get global.index-url 2>/dev/null)}; \
	if [ "$$index" ]; then export PIP_INDEX_URL="$$index"; fi; \
	for name in $(REACH); do if printenv "$$name" >/dev/null; then set -- "$$@" --build-arg "$$name"; fi; done; \
	docker build --network $(NETWORK) "$$@" --build-arg BASE=$(BASE) --tag $(IMAGE) \
	  --build-arg VERSION=$$(sed -n 's/^__version__ = "\(.*\)"/\1/p' engine/__init__.py) \
	  --build-arg REVISION=$$(git rev-parse HEAD 2>/dev/null || echo unknown) .

# What a Spark cluster is given (docs/emr.md): the engine with all but Spark, packed; the jars; the application file. The
# nodes run it by their own Python of the same version, NODE_PYTHON.
ENVIRONMENT := build/environment
NODE_PYTHON ?= /usr/bin/$(shell $(PYTHON) -c 'import sys; print("python%d.%d" % sys.version_info[:2])' 2>/dev/null)

dist: $(READY)
	@rm -rf build dist && mkdir -p build dist
	@$(PYTHON) -m venv --without-pip $(ENVIRONMENT)
	@awk '/^[a-z]/ { spark = /^(pyspark|py4j)==/ } !spark' requirements/run.txt >build/cluster.txt
	@echo "Installing the locked packages into $(ENVIRONMENT), without Spark"
	@$(subst $(PIP),$(PIP) --python $(ENVIRONMENT)/bin/python,$(INSTALL)) -r build/cluster.txt || $(call FETCH_FAILED,requirements/run.txt)
	@$(PIP) wheel --quiet --no-deps --no-index --no-build-isolation --wheel-dir build/wheels .
	@$(PIP) --python $(ENVIRONMENT)/bin/python install --quiet --no-deps --no-index build/wheels/*.whl
	@$(ENVIRONMENT)/bin/python submit/pack.py dist --node-python $(NODE_PYTHON)
	@cp submit/submit.py dist
	@for jar in $$($(BIN)/python -c 'from engine.spark.jvm.artifacts import deequ_jar, dqdl_jar; print(deequ_jar(), dqdl_jar())'); do cp "$$jar" dist; done
	@ls -l dist

lint: $(TESTABLE)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# Needs uv and a network. One lock serves every Python and platform: it has the hashes of all, one version of a package
# that fits all, a marker where only some need it, and no address.
COMPILE := uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
  --strip-extras --no-header
lock:
	$(COMPILE) -o requirements/build.txt requirements/build.in
	$(COMPILE) -o requirements/java.txt requirements/java.in
	$(COMPILE) -o requirements/sbom.txt requirements/sbom.in
	$(COMPILE) -o requirements/infra.txt requirements/infra.in
	$(COMPILE) -o requirements/docs.txt requirements/docs.in
	$(COMPILE) -o requirements/sdk2.txt requirements/sdk2.in
	$(COMPILE) -o requirements/sdk3.txt requirements/sdk3.in
	for peer in fast whylogs evidently; do $(COMPILE) -o benchmarks/requirements/$$peer.txt benchmarks/requirements/$$peer.in; done
	$(COMPILE) -o requirements/run.txt --extra spark pyproject.toml
	$(COMPILE) -o requirements/test.txt --extra spark --extra test -c requirements/run.txt pyproject.toml

clean:
	rm -rf .venv out build dist spark-warehouse *.egg-info .pytest_cache .ruff_cache .hypothesis
	find engine tests benchmarks -name __pycache__ -type d -exec rm -rf {} +
