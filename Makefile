# The only entry points. `make demo` to see it, `make test` to prove it.
PYTHON := .venv/bin/python

.PHONY: help demo test check bench mutants lock docs words

help:
	@echo "make demo   install, start both sides with a synthetic province, print the sign-ins"
	@echo "make test   install, then check everything, on SQLite and PostgreSQL, in a browser too"
	@echo "make check  style, types, arrows, generated pages (the fast half of make test)"
	@echo "make bench  measure the hot paths beside their limits"
	@echo "make mutants  change the law in thousands of small ways; at least nine of ten must be noticed"
	@echo "make docs   draw the generated pages anew"
	@echo "make words  gather the words of all pages, compile their translations"
	@echo "make lock   resolve the dependencies anew"

demo:
	@tools/setup.sh run
	@$(PYTHON) -m shebao demo

test:
	@tools/setup.sh test
	@tools/test.sh

check:
	@tools/setup.sh test
	@tools/check.sh

bench:
	@tools/setup.sh test
	@PYTHONPATH=src:. $(PYTHON) -m bench

mutants:
	@tools/setup.sh test
	@tools/mutants.sh

docs:
	@tools/setup.sh test
	@tools/docs.sh

words:
	@tools/setup.sh test
	@PYTHONPATH=src $(PYTHON) tools/words.py

lock:
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet -o requirements-dev.lock
	uv pip compile bench/requirements.in --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet -o bench/requirements.txt
