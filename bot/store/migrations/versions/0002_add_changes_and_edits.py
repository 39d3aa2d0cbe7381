"""Add "you said, we did", and the mark of a shared reflection that its author changed.

Coordinators publish what came of what people shared; whoever comes back is shown it. An edit after sharing is counted,
so that a coordinator's old review is not taken for one of the new words.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=True),
        sa.Column("team", sa.String(length=40), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index("ix_changes_published_on", "changes", ["published_on"])
    op.create_index("ix_changes_written_at", "changes", ["written_at"])
    op.add_column("reflections", sa.Column("edits", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("reflections", "edits")
    op.drop_table("changes")
