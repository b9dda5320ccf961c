"""The language things are said in: British English in the code, other locales as files."""
