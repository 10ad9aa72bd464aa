"""Questions in messages: which sentences ask, in what form, for what, and where in the talk.

Rules of grammar, not a trained model: auxiliary before subject, question word in front, tags,
clauses that leave something open. Each question carries the rules and words that made it. One
sentence is one question, also where it asks two things ("what do you charge and how long does it
take?"). A request put as an imperative without a question mark ("send me the file") is no question,
unless it asks for words ("tell me how it works").

Measured on six batches of coded messages (1,779 questions) whose texts were not read while the
rules were written, though counts of their errors were: detection F1 0.92 to 0.96 (0.85 among
questions without a mark), form macro F1 0.75 to 0.92, function macro F1 0.55 to 0.67 (information
0.89 to 0.92, action requests 0.61 to 0.77, rhetorical 0.10 to 0.33), need gauging F1 0.21 to 0.44.
Do not study rhetorical questions with these rules without coding a sample by hand.

Known limits, each with an example; the tests pin them:

>>> import pandas as pd
>>> def asked(text):
...     found = questions(pd.DataFrame({"message_id": ["m"], "text": [text]}))
...     return found[["text", "form", "function"]].values.tolist()

A full stop at the end of a question hides it only where the words could state as well. A statement
or a lone noun that asks, without a question mark, is missed, unless its form betrays it ("you
awake", "demo is 3pm right", "and the price"):

>>> len(asked("Did the client confirm that in writing.")), asked("You sell pumps.")
(1, [])

So is an unmarked question word after its object, as non-native and hurried writers put it:

>>> asked("installation who will do")
[]

Irony does not show in the words:

>>> asked("When did you last take a full breath?")[0][2]
'information'

An offer and a question about permission look like a request for a deed:

>>> asked("Shall I mention you?")[0][2]
'action_request'

A free clause that begins like a question and closes without a full stop may count as one:

>>> len(asked("How often it rains depends on the hill"))
0
>>> len(asked("Who dares wins"))
1

Other languages are read as English:

>>> asked("Darf ich im Januar wieder fragen?")[0][1:]
['fragment', 'information']
"""

from __future__ import annotations

from convostudy.language.questions.label import questions
from convostudy.language.questions.sequence import sequence

__all__ = ["questions", "sequence"]
