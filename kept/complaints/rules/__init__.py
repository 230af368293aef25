"""How a complaint is judged: pure, from a case to an answer with its reasons. It begins in ``judging``."""
