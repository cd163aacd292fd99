# CountyCare (医共体沙盘). `make run` simulates the county, `make test` checks the program; `make help` lists the rest.

SCENARIO ?= lulong-2024
OUT ?= results/$(SCENARIO)
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
COUNTYCARE := $(BIN)/countycare
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
PYTEST := $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder
COMPILE := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --no-header --extra fast --extra offline --group build

.PHONY: help run ui test static kernels coverage documents picture api bundle lock clean
.DELETE_ON_ERROR:

help:
	@echo "make run    install once, simulate $(SCENARIO), print the indicators  安装并运行，打印指标"
	@echo "            (SCENARIO=name OUT=folder ARGS='--seed 2' to change it  可改方案、文件夹与参数)"
	@echo "make ui     install once, open the workbench in the browser; no internet after that"
	@echo "            安装后在浏览器中打开工作台，此后无需联网  (ARGS='--port 9000')"
	@echo "make test   install what the checks need and run them all  安装并运行全部检查"
	@echo "make coverage  tell which lines no quick test runs  列出快速测试未执行的代码行"
	@echo "make documents  renew the tables of the documents  更新文档中的表"
	@echo "make picture  renew the pictures of the workbench in the readmes  更新说明中的界面图"
	@echo "make api    make pages of the public docstrings in build/api  生成接口文档"
	@echo "make bundle  pack everything for rooms without network into dist/  制作离线安装包（培训机房用）"
	@echo "make lock   renew the lock files (needs uv)  更新锁定文件（需要 uv）"
	@echo "make clean  remove the environment and caches, never results  删除环境与缓存，不删结果"

run: $(VENV)/.ready
	@$(COUNTYCARE) run $(SCENARIO) --out $(OUT) --force $(ARGS)

ui: $(VENV)/.ready
	@$(COUNTYCARE) ui $(ARGS)

# The kernels are compiled once, beside the checks that run nothing, and not by every process of the tests.
test: $(VENV)/.ready-to-test
	@$(MAKE) --no-print-directory -j 2 --output-sync=target static kernels
	$(PYTEST)

static: $(VENV)/.ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

kernels: $(VENV)/.ready-to-test
	@$(BIN)/python -c "import sim; sim.run('beidaihe-2024', sample=0.001)"

# Tracing every line takes two to three times as long as the tests themselves.
coverage: $(VENV)/.ready-to-test
	$(PYTEST) --cov --cov-report=term:skip-covered

documents: $(VENV)/.ready
	@$(BIN)/python -m sim.experiment.documents
	@$(BIN)/python -m sim.calibration.report_front_page

# Needs a Chromium; the pictures of the readmes are taken from the real workbench.
picture: $(VENV)/.ready-to-test
	@$(BIN)/python -m tests.ui.picture

api: $(VENV)/.ready-to-test
	@$(BIN)/python -m sim.experiment.documents.api build/api
	@echo build/api/index.html

# For the platform and the Python of this environment; sim/bundle/INSTALL.txt tells how to install from it.
bundle: $(VENV)/.ready
	@echo "Fetching and packing about 300 MB. 正在下载并打包，约 300 MB。"
	@$(BIN)/python sim/bundle/make.py

$(VENV)/.ready: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what CountyCare needs; this happens once and takes a few minutes. 正在安装依赖，仅需一次，约几分钟。"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-to-test: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the tests need; this happens once. 正在安装测试所需依赖，仅需一次。"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# The system's own python3 comes first: it is the one that Debian's python3-venv belongs to.
$(BIN)/python:
	@for python in python3 python3.13 python3.12 python3.11; do \
		$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null || continue; \
		found=$$python; \
		$$python -c 'import venv, ensurepip' 2>/dev/null || continue; \
		exec $$python -m venv $(VENV); \
	done; \
	if [ -n "$$found" ]; then \
		echo "$$found has no venv module; on Debian or Ubuntu: sudo apt install python3-venv ($$found-venv)" >&2; \
		echo "$$found 缺少 venv 模块；Debian/Ubuntu 请运行：sudo apt install python3-venv（$$found-venv）" >&2; \
	else \
		echo "Python 3.11, 3.12 or 3.13 is needed; on Debian or Ubuntu: sudo apt install python3 python3-venv" >&2; \
		echo "需要 Python 3.11、3.12 或 3.13；Debian/Ubuntu 请运行：sudo apt install python3 python3-venv" >&2; \
	fi; \
	exit 1

lock:
	@command -v uv >/dev/null || { echo "uv is needed: https://docs.astral.sh/uv  需要 uv" >&2; exit 1; }
	$(COMPILE) --upgrade -o requirements.lock
	$(COMPILE) --group dev --constraints requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
	find sim scenarios tests -name __pycache__ -type d -prune -exec rm -rf {} +
