#!/usr/bin/env python3
"""For tools that look for manage.py; people use the `ruamsuk` command."""

from ruamsuk.__main__ import main

if __name__ == "__main__":
    main()
