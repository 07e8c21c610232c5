"""The engine: arrays in, arrays out. No database, no HTTP, no clock but the one that limits a solve."""
