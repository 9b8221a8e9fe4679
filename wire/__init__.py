"""The nouns as JSON, and back.

In: values of `core`. Out: JSON text, plain JSON-able objects and JSON Schemas. Unions are tagged
by `kind`. Nothing here decides anything about a value; it only writes and reads it.
"""

from wire.codec import SPEC_VERSION, dump, dumps, json_schema, load, loads
from wire.events import event_body, event_object
from wire.specs import read_spec, spec_object, spec_schema

__all__ = [
    "SPEC_VERSION",
    "dump",
    "dumps",
    "event_body",
    "event_object",
    "json_schema",
    "load",
    "loads",
    "read_spec",
    "spec_object",
    "spec_schema",
]
