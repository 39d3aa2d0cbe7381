"""Name the secret and the version of each saved reflection, and remember which versions were erased.

So an older secret can be given up when nothing needs it, and what was erased stays erased when a backup is restored.
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SAVED = ("private_reflections", "reflections")


def upgrade() -> None:
    for name in SAVED:
        op.add_column(name, sa.Column("secret_id", sa.String(length=8), server_default="", nullable=False))
        op.add_column(name, sa.Column("version", sa.String(length=32), server_default="", nullable=False))
        _name_versions(name)
    op.create_table(
        "erasures",
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_erasures")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_erasures_erased_on", "erasures", ["erased_on"])


def _name_versions(name: str) -> None:
    table = sa.table(name, sa.column("lookup"), sa.column("version"))
    connection = op.get_bind()
    for lookup in connection.execute(sa.select(table.c.lookup)).scalars().all():
        named = table.update().where(table.c.lookup == lookup).values(version=uuid.uuid4().hex)
        connection.execute(named)


def downgrade() -> None:
    op.drop_table("erasures")
    for name in SAVED:
        op.drop_column(name, "version")
        op.drop_column(name, "secret_id")
