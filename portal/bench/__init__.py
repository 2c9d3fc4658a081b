"""What `make bench` measures: each figure is a ratio of two things done in one run."""
