"""How soon does a widget answer? In a real JupyterLab, in a real browser, beside interact.

    make bench-widgets        or        python -m benchmarks.widgets

benchmarks/README.md says how to read the result. The code, in reading order: scenes.py (what is
shown, and which picture is the right one), probe.js (what was painted, and when), stage.py
(JupyterLab, browser, notebook), hands.py (keys, drags, camera), strokes.py and strokes.js (the same
for NetworkExplorer, on which one draws), report.py (what is printed).
"""
