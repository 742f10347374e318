"""``python -m innocore_metrics``."""

from innocore_metrics.cli import main

raise SystemExit(main())
