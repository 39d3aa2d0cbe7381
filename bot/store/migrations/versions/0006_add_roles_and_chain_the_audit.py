"""Give people of the review door a role, an area and a second step at sign-in, and chain the audit's events.

Whoever could sign in before is a coordinator for everything, as they were. Columns are added one by one: rebuilding
the table on SQLite would take the sign-ins and the reviewers' names with it.
"""

import hashlib
import hmac
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = {
    "coordinators": (
        sa.Column("role", sa.String(length=20), server_default="coordinator", nullable=False),
        sa.Column("themes", sa.JSON(), nullable=True),
        sa.Column("teams", sa.JSON(), nullable=True),
        sa.Column("temporary", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("totp", sa.LargeBinary(), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=64), nullable=True),
    ),
    "sign_ins": (sa.Column("proved", sa.Boolean(), server_default=sa.true(), nullable=False),),
    "audit_events": (sa.Column("chain", sa.String(length=64), server_default="", nullable=False),),
}

EVENTS = sa.table(
    "audit_events",
    sa.column("id", sa.Integer()),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor", sa.String()),
    sa.column("event", sa.String()),
    sa.column("subject", sa.String()),
    sa.column("fields", sa.JSON()),
    sa.column("chain", sa.String()),
)
HEADS = sa.table("audit_heads", *(sa.column(name) for name in ("id", "number", "chain", "signature")))
AT_ONCE = 1000


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for column in columns:
            op.add_column(table, column.copy())
    op.create_index("uq_coordinators_subject", "coordinators", ["subject"], unique=True)
    op.create_table(
        "recovery_codes",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("coordinator_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"],
            ["coordinators.id"],
            name=op.f("fk_recovery_codes_coordinator_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_recovery_codes")),
    )
    op.create_index("ix_recovery_codes_coordinator_id", "recovery_codes", ["coordinator_id"])
    op.create_table(
        "audit_heads",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_heads")),
    )
    chain_up(op.get_bind(), op.get_context().config.attributes.get("secret", bytes)())


def chain_up(connection, secret):
    """Chain the events there are, and sign the end."""
    number, chain = 0, ""
    while rows := connection.execute(
        sa.select(EVENTS).where(EVENTS.c.id > number).order_by(EVENTS.c.id).limit(AT_ONCE)
    ).all():
        for row in rows:
            number, chain = row.id, link(chain, row)
            connection.execute(EVENTS.update().where(EVENTS.c.id == number).values(chain=chain))
    if number:
        signature = sign(secret, number, chain)
        connection.execute(HEADS.insert().values(id=1, number=number, chain=chain, signature=signature))


def link(before, row):
    """The hash of an event, from that of the event before it and its own columns. SQLite forgets the zone, UTC."""
    at = (row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="microseconds")
    said = [before, row.id, at, row.actor, row.event, row.subject, row.fields]
    plain = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def sign(secret, number, chain):
    """What proves that the chain ends there."""
    key = HKDF(algorithm=SHA256(), length=32, salt=b"waymark", info=b"audit").derive(secret)
    return hmac.new(key, f"{number} {chain}".encode(), hashlib.sha256).hexdigest()


def downgrade() -> None:
    op.drop_table("audit_heads")
    op.drop_table("recovery_codes")
    op.drop_index("uq_coordinators_subject", "coordinators")
    for table, columns in reversed(COLUMNS.items()):
        for column in columns:
            op.drop_column(table, column.name)
