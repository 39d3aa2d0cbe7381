"""Add what an author lets coordinators see of how a next step went, and counts of who found a conversation helpful.

What an author says of a next step is sealed in a row of private_reflections, which needs no change.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shared_progress",
        sa.Column("reflection_id", sa.String(length=32), nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.CheckConstraint("choice IN ('done', 'begun', 'not_yet', 'other')", name=op.f("ck_shared_progress_choice")),
        sa.ForeignKeyConstraint(
            ["reflection_id"], ["reflections.id"], name=op.f("fk_shared_progress_reflection_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reflection_id", name=op.f("pk_shared_progress")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "helpful_counts",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("choice IN ('yes', 'a_bit', 'no')", name=op.f("ck_helpful_counts_choice")),
        sa.PrimaryKeyConstraint("month", "choice", name=op.f("pk_helpful_counts")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("helpful_counts")
    op.drop_table("shared_progress")
