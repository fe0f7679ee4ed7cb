"""Excel workbooks (.xlsx), read as a stream within bounds: no formula runs, no link is followed."""
