# Other names for what dev.py does.
.PHONY: run test check bench lock
run test check bench lock:
	@python3 dev.py $@
