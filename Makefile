# Each target sets up in .venv what it needs. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help serve test check samples nightly locks

help: ## 列出命令 · this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 16

serve: ## 安装、建库、载入演示数据并启动 · set up, migrate, load the demo, serve
	@scripts/set-up run
	@.venv/bin/mediation serve

test: ## 运行全部测试（SQLite，有条件时加 PostgreSQL）· run all tests
	@scripts/set-up test
	@.venv/bin/python scripts/test.py $(TESTS)

check: ## 代码、类型、分层、流程检查，再运行全部测试 · lint, types, contracts, workflows, tests
	@scripts/set-up test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/mediation workflow check
	.venv/bin/mediation workflow draw --check
	.venv/bin/mediation law table --check
	@$(MAKE) --no-print-directory test

samples: ## 重画 docs/papers/ 中的文书样张 · draw the sample pages anew
	@scripts/set-up test
	@.venv/bin/python -m tests.documents.sample_pages

nightly: ## 夜间：对接口说明试一万次请求，再随意走两千次转介 · ten thousand requests, two thousand walks
	@scripts/set-up test
	@MEDIATION_API_EXAMPLES=10000 MEDIATION_WALKS=2000 .venv/bin/python -m pytest tests/api/test_description.py tests/referrals/test_never_lost.py -q

locks: ## 按 pyproject.toml 重写 requirements/ · write the locks anew
	@scripts/lock
