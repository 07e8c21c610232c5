"""Other ways to plan the same instances, each a function `plan(instance, *, seconds, workers, seed) -> Plan`."""
