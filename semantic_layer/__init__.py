"""What the tables mean: names, roles, relationships and values, and plans made into SQL.

In: table versions and a connection to read them; a Plan. Out: a SemanticModel with evidence for each
finding, a value index, a Query. This room never writes to a table, never runs the Query it compiles
and never asks a language model.
"""

from semantic_layer.changes import apply_changes, read_changes
from semantic_layer.compiler import compile_plan
from semantic_layer.describe import describe_condition, describe_plan
from semantic_layer.describe_parts import describe_parts
from semantic_layer.differences import model_differences
from semantic_layer.join_check import Inflated, inflated, inflation
from semantic_layer.lift import lift, lift_or_reason, lift_query
from semantic_layer.merge import Broken, merge_model, what_breaks
from semantic_layer.metric_suggestions import accept_metric
from semantic_layer.model import build_model
from semantic_layer.model_yaml import model_yaml
from semantic_layer.periods import resolve_period
from semantic_layer.plan_steps import PlanStep, plan_steps
from semantic_layer.relationship_changes import counted_relationships
from semantic_layer.value_file import sweep_value_parts, write_value_index
from semantic_layer.value_index import ValueIndex, ValueMatch

__all__ = [
    "Broken",
    "Inflated",
    "PlanStep",
    "ValueIndex",
    "ValueMatch",
    "accept_metric",
    "apply_changes",
    "build_model",
    "compile_plan",
    "counted_relationships",
    "describe_condition",
    "describe_parts",
    "describe_plan",
    "inflated",
    "inflation",
    "lift",
    "lift_or_reason",
    "lift_query",
    "merge_model",
    "model_differences",
    "model_yaml",
    "plan_steps",
    "read_changes",
    "resolve_period",
    "sweep_value_parts",
    "what_breaks",
    "write_value_index",
]
