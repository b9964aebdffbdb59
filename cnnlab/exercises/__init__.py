"""The questions: the student commits to an answer, and it stands beside the result.

    predictions     compare an answer with the result; try a function that still has blanks
"""

from cnnlab.exercises.predictions import attempt, compare

__all__ = ["attempt", "compare"]
