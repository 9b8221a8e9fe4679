"""Learning to rank what may be asked of a sheet: forms, the cells they give, and weights that tell the right ones.

In: questions about single sheets with their answers, and the sheets as they were imported. Out: the weights that
`agents.sql_expert.sheets` ranks by. It is no part of what answers questions.
"""
