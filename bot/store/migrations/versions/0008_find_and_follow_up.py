"""Find words, tags and views in the list of shared reflections, and invite authors to say more.

The list is read from indexes that lead with each filter and end with day and id, so that a page costs the same in a
long list. Stems of the words stand in the reflection's own row: they go when it goes, and no other table tells the
order in which reflections came.
"""

import re
import unicodedata

import snowballstemmer
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LEADING = ((), ("theme",), ("team",), ("sharing",), ("reviewed",))
BEFORE = ("theme", "team", "day")
AT_ONCE = 500
SEARCHED = ("strengths", "opportunities", "next_step")
WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40


def upgrade() -> None:
    words = sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")
    op.add_column("reflections", sa.Column("words", words, nullable=True))
    op.add_column("reflections", sa.Column("reviewed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(
        "UPDATE reflections SET reviewed = true "
        "WHERE id IN (SELECT reflection_id FROM reviews WHERE reviewed_at IS NOT NULL)"
    )
    _write_words()
    for column in BEFORE:
        op.drop_index(f"ix_reflections_{column}", "reflections")
    for leading in LEADING:
        columns = [*leading, "day", "id"]
        op.create_index(f"ix_reflections_{'_'.join(columns)}", "reflections", columns)
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("ix_reflections_words", "reflections", ["words"], postgresql_using="gin")
    _create_tables()


def _write_words() -> None:
    columns = ("id", *SEARCHED, "words")
    table = sa.table("reflections", *(sa.column(name) for name in columns), sa.column("day", sa.Date()))
    stem = snowballstemmer.stemmer("english").stemWord
    connection, last = op.get_bind(), ""
    query = sa.select(table).where(table.c.id > sa.bindparam("last")).order_by(table.c.id).limit(AT_ONCE)
    while rows := connection.execute(query, {"last": last}).all():
        for row in rows:
            connection.execute(table.update().where(table.c.id == row.id).values(words=_words(row, stem)))
        last = rows[-1].id


def _words(row, stem):
    text = " ".join(getattr(row, name) or "" for name in SEARCHED).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    stems = {stem(word[:LONGEST_WORD]) for word in WORD.findall(plain)}
    return f" {' '.join(sorted({*stems, f'_{row.day:%Y%m}'}))} "


def _create_tables() -> None:
    op.create_table(
        "tags",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("name", name=op.f("uq_tags_name")),
    )
    op.create_table(
        "taggings",
        sa.Column("tag_id", sa.String(length=32), nullable=False),
        sa.Column("reflection_id", sa.String(length=32), nullable=False),
        _key("taggings", "tag_id", "tags"),
        _key("taggings", "reflection_id", "reflections"),
        sa.PrimaryKeyConstraint("tag_id", "reflection_id", name=op.f("pk_taggings")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_taggings_reflection_id", "taggings", ["reflection_id"])
    op.create_table(
        "searches",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("coordinator_id", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _key("searches", "coordinator_id", "coordinators"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searches")),
    )
    op.create_index("ix_searches_coordinator_id", "searches", ["coordinator_id"])
    op.create_table(
        "views",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("coordinator_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("search_id", sa.String(length=32), nullable=True),
        _key("views", "coordinator_id", "coordinators"),
        _key("views", "search_id", "searches"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views")),
    )
    op.create_index("ix_views_coordinator_id", "views", ["coordinator_id"])
    op.create_index("ix_views_search_id", "views", ["search_id"])
    op.create_table(
        "visits",
        sa.Column("coordinator_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("before", sa.Date(), nullable=True),
        _key("visits", "coordinator_id", "coordinators"),
        sa.PrimaryKeyConstraint("coordinator_id", name=op.f("pk_visits")),
    )
    op.create_table(
        "invitations",
        sa.Column("reflection_id", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.CheckConstraint("about IN ('strengths', 'opportunities', 'next_step')", name=op.f("ck_invitations_about")),
        _key("invitations", "reflection_id", "reflections"),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["coordinators.id"], name=op.f("fk_invitations_asked_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("reflection_id", name=op.f("pk_invitations")),
    )


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def downgrade() -> None:
    for table in ("invitations", "visits", "views", "searches", "taggings", "tags"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_reflections_words", "reflections")
    for leading in LEADING:
        op.drop_index(f"ix_reflections_{'_'.join([*leading, 'day', 'id'])}", "reflections")
    for column in BEFORE:
        op.create_index(f"ix_reflections_{column}", "reflections", [column])
    op.drop_column("reflections", "reviewed")
    op.drop_column("reflections", "words")
