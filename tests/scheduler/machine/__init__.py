"""Everything people can do, in any order, beside a model in plain dictionaries of what should come of it."""
