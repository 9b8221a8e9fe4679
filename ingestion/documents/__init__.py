"""What a document holds, whatever its format: tables with merged cells, and passages of text.

In: tables and blocks of text as the readers of PDF, Word, HTML and Markdown find them. Out: staged
tables. Nothing here opens the uploaded file but the modules named after a format.
"""
