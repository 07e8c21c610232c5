"""Reports of scenarios: `page.page` in HTML, `tables` in CSV and JSON, `files.write` all of it and each chart.

All take the results with the base first, and the language of who reads.
"""
