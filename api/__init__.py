"""The doors: HTTP, pages and the command line; thin, over the use cases of the scheduler and the solver."""
