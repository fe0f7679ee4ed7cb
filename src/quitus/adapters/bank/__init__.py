"""Bank files: one folder or module per format, all behind `ports/bank_files.py`."""
