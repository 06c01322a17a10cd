# The commands of a checkout; each one's work is in scripts/.
.DEFAULT_GOAL := help
.PHONY: help run test check coverage format lock screenshots

help: ## this list
	@echo 'Survey Proctor'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name what; do printf '%-18s %s\n' "$$name" "$$what"; done
	@echo 'PYTHON=python3.12 chooses the Python; HOST=, PORT=, HTTPS=1, DEMO=0, DATABASE_URL= are passed on to the program.'

run: ## set up what is missing and serve http://localhost:8501 (HOST=, PORT=, HTTPS=1, DEMO=0)
	@sh scripts/run.sh

test: ## everything: check, databases, pages, real browser (TESTS='path -k words' for a part)
	@sh scripts/test.sh

check: ## format, lint, types, import contracts, JavaScript, tests that need no database; about a minute
	@sh scripts/check.sh

coverage: ## which branches the tests take, as a page in .cache/coverage-html
	@sh scripts/coverage.sh

format: ## let ruff format and mend what it can
	@sh scripts/format.sh

lock: ## compile requirements.txt and requirements-dev.txt from the .in files
	@sh scripts/lock.sh

screenshots: ## draw docs/images/ again from the demo content
	@sh scripts/screenshots.sh
