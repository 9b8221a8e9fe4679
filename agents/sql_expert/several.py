"""How many the best are, where it is not said: “our best customers” are more than one."""

from __future__ import annotations

from agents.sql_expert.lexemes import Lexeme
from agents.sql_expert.reader import Reader, is_numeric
from semantic_layer.vocabulary import word_set
from semantic_layer.words import singular

SEVERAL = 10
_JUDGED = word_set("top bottom best worst") | {
    f"{rank} {how}"
    for rank in ("best", "top", "worst", "highest", "lowest", "most", "least")
    for how in ("selling", "rated", "performing", "valuable", "profitable", "reviewed")
}
_BY = ("by", "in terms of", "with")


def are_several(reader: Reader, mention: Lexeme) -> bool:
    """Whether the rows named next, behind what ranks them, are asked for in the plural.

    A question may begin with any superlative ("cheapest flights"); within one, “the oldest students” may be those that tie.
    """
    word, before = mention.text.casefold(), reader.lexemes[reader.at - 1].text.casefold().removeprefix("the ")
    if singular(word) == word or is_numeric(mention):
        return False
    following = reader.peek(1)
    if following is not None and following.text.casefold() in _BY and before in ("top", "bottom"):
        return True
    open_ended = before in _JUDGED or reader.at == 1
    return open_ended and reader.section == "select" and not reader.draft.targets
