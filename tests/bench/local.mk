# Figures: `make bench` runs what BENCHES names.
BENCHES =
bench: $(BENCHES)
	@for bench in $(BENCHES); do ./$$bench || exit 1; done
PHONY += bench
