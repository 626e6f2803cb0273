"""How the reader's weights are made, offline: `make weights`.

A sentence model (MiniLM, Apache 2.0) learns the labels from the phrases. It reads well but takes
milliseconds and half a gigabyte; so it labels many variants of the phrases, and a small network that
needs numpy alone learns from those. A linear scorer over pieces of words learns the phrases themselves;
the two are added. Nothing of this folder is needed at run time.
"""
