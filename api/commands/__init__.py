"""The commands of `onestop`, one module for each family."""
