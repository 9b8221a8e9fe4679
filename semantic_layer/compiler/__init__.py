"""Plan + SemanticModel → Query.

In: a Plan in names of the model. Out: one SELECT in DuckDB's SQL, built as a tree, with what each of its columns is,
what its joins do, and a probe that counts for the receipt. It never runs anything, never joins strings to SQL, and
refuses (InvalidInput, UnknownName, Unclear) what it cannot compile safely.
"""

from semantic_layer.compiler.compile import compile_plan

__all__ = ["compile_plan"]
