"""Say who is to read a reflection, and name each putting of a tag.

Two coordinators read the same three hundred, because nothing said whose a reflection is. It goes with the reflection
and with the account. And undoing took away a tag that somebody had taken off and put back by hand meanwhile: each
putting has a random name now, so that what is undone is what was done. Old ones have none: nobody can undo them now.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assignments",
        sa.Column("reflection_id", sa.String(length=32), nullable=False),
        sa.Column("coordinator_id", sa.String(length=32), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"],
            ["coordinators.id"],
            name=op.f("fk_assignments_coordinator_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reflection_id"],
            ["reflections.id"],
            name=op.f("fk_assignments_reflection_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("reflection_id", name=op.f("pk_assignments")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_assignments_coordinator_id"), "assignments", ["coordinator_id"])
    op.add_column("taggings", sa.Column("putting", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("taggings", "putting")
    op.drop_index(op.f("ix_assignments_coordinator_id"), "assignments")
    op.drop_table("assignments")
