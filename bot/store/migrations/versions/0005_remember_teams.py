"""Add what the Teams door remembers: activities (once only), references (to answer later), reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "teams_activities",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams_activities")),
        sa.UniqueConstraint("key", name=op.f("uq_teams_activities_key")),
    )
    op.create_index("ix_teams_activities_received_at", "teams_activities", ["received_at"])
    op.create_table(
        "teams_references",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_teams_references")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reminders",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_reminders")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_reminders_due_on", "reminders", ["due_on"])


def downgrade() -> None:
    op.drop_table("reminders")
    op.drop_table("teams_references")
    op.drop_table("teams_activities")
