"""`python -m bot` is `mpn`."""

from bot.cli import main

main()
