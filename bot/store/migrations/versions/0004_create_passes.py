"""Create the passes: a leave to begin one conversation, for somebody who signed in at their organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passes",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_passes")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_passes_expires_at", "passes", ["expires_at"])


def downgrade() -> None:
    op.drop_table("passes")
