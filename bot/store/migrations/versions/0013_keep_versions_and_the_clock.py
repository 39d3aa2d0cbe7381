"""Give conversations a version, so that no turn is lost to another process; remember when the clock was believed last.

A clock that runs wrong must not purge. The first moment is that of the last receipt of a purge.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("version", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("believed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )
    op.execute("INSERT INTO clock (id, believed_at) SELECT 1, ran_at FROM purge_receipts ORDER BY ran_at DESC LIMIT 1")


def downgrade() -> None:
    op.drop_table("clock")
    op.drop_column("conversations", "version")
