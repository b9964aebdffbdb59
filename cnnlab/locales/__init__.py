"""The catalogues, one folder per language: cnnlab.po to edit, cnnlab.mo compiled from it."""
