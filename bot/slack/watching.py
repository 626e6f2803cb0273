"""The figures of the desk in Slack that are looked up when somebody asks for them."""

import time

from bot.metrics import Metrics, age_of
from bot.record.records import Records
from bot.slack.sending.outbox import Outbox
from bot.slack.web import Figures


def figures_of(metrics: Metrics, outbox: Outbox, records: Records, token: str) -> Figures | None:
    """The page for Prometheus, for whoever brings the token; none where no token is set."""
    if not token:
        return None

    def sweep_age() -> float:
        last = records.log.last_sweep()
        return age_of(last.timestamp() if last else None, time.time())

    def lag() -> float:
        return age_of(outbox.waiting().since, time.time())

    metrics.watch("mpn_sweep_age_seconds", "Since the last sweep of any process; 0 before the first.", sweep_age)
    metrics.watch("mpn_outbox_waiting", "Messages to Slack that are not there yet.", lambda: outbox.waiting().many)
    metrics.watch("mpn_outbox_lag_seconds", "Since the oldest of them was made.", lag)
    outbox.lost = lambda: metrics.failed("undelivered")
    return Figures(token, metrics.page)
