"""The notebooks in a real JupyterLab, in a real browser: what a student sees.

Read in this order: `chromium` finds a browser, `lab_server` starts a private JupyterLab,
`notebook_page` opens one notebook in it, `conftest` hands them to the tests, `test_notebooks` asks.

To look at the notebooks yourself, have every one saved as pictures, in light and in dark:

    pytest tests/browser --screenshots DIR
    pytest tests/browser --screenshots DIR -k es/05    # only the Spanish lesson 05
"""
