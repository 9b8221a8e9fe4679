"""Models of other tools, one module a format: theirs → changes to the model there is, and the model → theirs.

In: the text of a file and the current model. Out: changes, or a text; and each time a list of what could not be
carried over. Tables and columns are never made here: what a file says of others is told as not carried over.
"""

from semantic_layer.exchange.carried import Exported, Imported
from semantic_layer.exchange.formats import FORMATS, export_model, format_of_file, import_model

__all__ = ["FORMATS", "Exported", "Imported", "export_model", "format_of_file", "import_model"]
