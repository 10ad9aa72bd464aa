"""Text in, facts out: sentences, words, questions, answers and acts, by rules one can read.

English only, so far: `packs` says which languages have labels, `identify` which language a message
is in. Nothing is imported eagerly: ask for the module you need. Word lists lie as plain
text in `lexicons`, and every label carries the words and the name of the rule that made it.
"""
