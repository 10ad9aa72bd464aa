"""Questions in messages: which sentences ask, in what form, for what, and where in the talk.

Rules of grammar, not a trained model: auxiliary before subject, question word in front, tags,
clauses that leave something open. Each question carries the rules and words that made it. One
sentence is one question, also where it asks two things ("what do you charge and how long does it
take?"). A request put as an imperative without a question mark ("send me the file") is no question,
unless it asks for words ("tell me how it works").

Measured on three batches of coded messages (684 questions) whose texts were not read while the
rules were written, though a table of error counts was: detection F1 0.91 to 0.97, form macro F1
0.89 to 0.90, function macro F1 0.50 to 0.67 (information 0.91 to 0.95,
action requests 0.59 to 0.76, rhetorical 0.00 to 0.31), need gauging F1
0.37 to 0.48. Do not study rhetorical questions with these rules without coding a sample by hand.

Known limits, each with an example; the tests pin them:

>>> import pandas as pd
>>> def asked(text):
...     found = questions(pd.DataFrame({"message_id": ["m"], "text": [text]}))
...     return found[["text", "form", "function"]].values.tolist()

A statement or a lone noun that asks, without a question mark, is missed:

>>> asked("you awake"), asked("demo for the textile guys is 3pm right")
([], [])

So is an unmarked question without inversion, as non-native and hurried writers ask:

>>> asked("what margin u r giving for partner")
[]

And an unmarked question that begins in the middle of a sentence with no comma before it:

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
