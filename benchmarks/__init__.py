"""The figures of the README, each beside what somebody would pick instead, in the same run: `make bench`."""
