"""Figures of Quitus: `make bench`, or `python -m benchmarks [SCENARIO…] [--sizes 1000,10000]`.

Each scenario runs in a process of its own on data made through the product's own actions, and prints one line of
JSON: wall and CPU seconds, peak memory of the process, and the ratio of its CPU to a fixed baseline of the same run,
for machines are noisy and differ.
"""
