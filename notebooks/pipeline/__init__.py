"""From one bilingual source to its notebooks; read in this order:

    lesson     a source file -> its header and its cells, each Spanish cell with its English twin
    parity     do both languages say the same? numbers, headings, links, code
    course     the lessons in order: neighbours, the map of the course
    frame      what nobody should write by hand: heading, navigation, licence, metadata
    solutions  running a teacher's notebook and keeping its results
    keeping    writing a notebook without ever losing what a student wrote in it

The command is ../build.py.
"""
