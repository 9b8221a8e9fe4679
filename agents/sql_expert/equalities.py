"""Conditions that a column is one of the values named, or none of them."""

from __future__ import annotations

from agents.sql_expert.constants import constant
from agents.sql_expert.draft import Filter, Operand
from agents.sql_expert.fields import CannotPlan, ref
from agents.sql_expert.lexemes import FieldLink, ValueLink
from core.plan import Comparison, Condition, In, TextMatch


def _begun(operand: Operand, link: FieldLink | ValueLink, *, negated: bool) -> Condition | None:
    """“Chicago” is every airport that is called so first."""
    links = operand.lexeme.values if operand.lexeme is not None else ()
    held = (one for one in links if (one.entity.name, one.field.name) == (link.entity.name, link.field.name))
    begins = next((one.begins for one in held if one.begins), None)
    return None if begins is None else TextMatch(of=ref(link), how="starts_with", text=begins, negated=negated)


def equality(found: Filter, link: FieldLink | ValueLink) -> Condition:
    of = ref(link)
    negated = found.negated != (found.operator == "!=")
    begun = tuple(one for operand in found.operands if (one := _begun(operand, link, negated=negated)) is not None)
    if begun and len(found.operands) == 1:
        return begun[0]
    if begun:
        raise CannotPlan("Several names each stand for several values.")
    values = tuple(constant(operand, link.field, link.entity) for operand in found.operands)
    if len(set(values)) < len(values):
        raise CannotPlan(f"One value of {link.field.label} is named twice.")
    if len(values) > 1:
        return In(of=of, values=values, negated=negated)
    return Comparison(left=of, operator="!=" if negated else "=", right=values[0])
