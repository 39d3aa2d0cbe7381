"""Give people of the review door a role, an area and a second step at sign-in, and chain the audit's events.

Whoever could sign in before is a coordinator for everything, as they were. Columns are added one by one: rebuilding
the table on SQLite would take the sign-ins and the reviewers' names with it.
"""

import sqlalchemy as sa
from alembic import op

from bot.store.audit_chain import chain_up

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
    attributes = op.get_context().config.attributes
    chain_up(op.get_bind(), attributes.get("secret", bytes)())


def downgrade() -> None:
    op.drop_table("audit_heads")
    op.drop_table("recovery_codes")
    op.drop_index("uq_coordinators_subject", "coordinators")
    for table, columns in reversed(COLUMNS.items()):
        for column in columns:
            op.drop_column(table, column.name)
