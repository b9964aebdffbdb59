"""The exercises and the quiz of each lesson: a module for each, named as the lesson."""
