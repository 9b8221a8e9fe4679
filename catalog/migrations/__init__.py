"""How a catalog of an earlier release becomes one of this: one module a step, run in order, each in one transaction."""
