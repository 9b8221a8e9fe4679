"""One module a format: bytes in, staged rows and the counts of what became of each record out; types are decided elsewhere."""
