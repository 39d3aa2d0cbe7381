"""Mend what is missing in databases that some revisions never reached, and chain events that were never chained.

0005 landed below revisions that were there already, and 0006 chained the audit only from some day on. A database that
was past them never got the tables of Teams, so that each purge failed, and its events looked as if somebody had changed
them. Nor is all there where taking a database back to nothing, for a backup, was stopped in the middle.

What has landed never changes, so the revisions themselves say what should be there (ADR 33).
"""

import hmac

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = {
    "0004": ("passes",),
    "0005": ("teams_activities", "teams_references", "reminders"),
    "0006": ("recovery_codes", "audit_heads"),
    "0007": ("releases", "released_figures"),
    "0009": (
        *("actions", "action_steps", "action_sources", "holds", "held_reflections", "rights_requests"),
        "purge_receipts",
    ),
    "0011": ("shared_progress", "helpful_counts"),
}
"""Of the revisions that can be made up for: they change no row that was there."""


def upgrade() -> None:
    there = set(sa.inspect(op.get_bind()).get_table_names())
    for landed, tables in TABLES.items():
        if not there.issuperset(tables):
            _module(landed).upgrade()
    op.execute("DROP TABLE IF EXISTS _alembic_tmp_taggings")
    index = "ix_taggings_tag_id_day_reflection_id"
    op.create_index(index, "taggings", ["tag_id", "day", "reflection_id"], if_not_exists=True)
    if not _is_chained():
        connection, chaining = op.get_bind(), _module("0006")
        connection.execute(chaining.HEADS.delete())
        chaining.chain_up(connection, _secret())


def _module(landed):
    return op.get_context().script.get_revision(landed).module


def _secret():
    return op.get_context().config.attributes.get("secret", bytes)()


def _is_chained():
    """False where the first events were never chained, and all that came later are sound and signed.

    Anything else stays as it is, and `waymark doctor` judges it: this must not put right what somebody changed.
    """
    connection, chaining = op.get_bind(), _module("0006")
    chain, number, unchained = "", 0, False
    events = sa.select(chaining.EVENTS).order_by(chaining.EVENTS.c.id).execution_options(yield_per=1000)
    for row in connection.execute(events):
        number = row.id
        if row.chain == "" and chain == "":
            unchained = True
            continue
        chain = chaining.link(chain, row)
        if row.chain != chain:
            return True
    head = connection.execute(sa.select(chaining.HEADS).where(chaining.HEADS.c.id == 1)).one_or_none()
    if not unchained:
        return True
    if head is None:
        return chain != ""
    if (head.number, head.chain) != (number, chain):
        return True
    secret = _secret()
    keys = getattr(secret, "all", (secret,))
    return not any(hmac.compare_digest(head.signature, chaining.sign(key, number, chain)) for key in keys)


def downgrade() -> None:
    """What was missing belongs to the revisions before."""
