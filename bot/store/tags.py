"""Tags: a word or two that coordinators sort reflections by. A tag is in use as long as something carries it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.days import today_in_scotland
from bot.store.areas import Area
from bot.store.locking import only_one
from bot.store.reading_tables import Tag, Tagging
from bot.store.saved import SAMPLE
from bot.store.tables import Reflection

LONGEST, MOST = 40, 8
"""Characters of a tag; tags of one reflection."""


def split_tags(text: str) -> list[str]:
    """The tags that were typed, separated by commas: in lower case, each once, in their order."""
    return list(dict.fromkeys(tag for part in text.split(",") if (tag := " ".join(part.casefold().split()))))


def tags_of(session: Session, reflection_ids: Iterable[str]) -> dict[str, list[Tag]]:
    """The tags of each of some reflections, by name."""
    query = select(Tagging.reflection_id, Tag).join(Tag, Tag.id == Tagging.tag_id)
    found: dict[str, list[Tag]] = {}
    for reflection_id, tag in session.execute(query.where(Tagging.reflection_id.in_([*reflection_ids]))):
        found.setdefault(reflection_id, []).append(tag)
    return {key: sorted(tags, key=lambda tag: tag.name) for key, tags in found.items()}


def names_of(session: Session, reflection: Reflection) -> list[str]:
    """The names of the tags of one reflection, in alphabetical order."""
    return [tag.name for tag in tags_of(session, [reflection.id]).get(reflection.id, [])]


def find_putting(session: Session, reflection: Reflection, name: str) -> str | None:
    """The random name of the putting by which a reflection carries a tag; None where it does not."""
    query = select(Tagging.putting).join(Tag, Tag.id == Tagging.tag_id)
    return session.scalar(query.where(Tagging.reflection_id == reflection.id, Tag.name == name))


def list_tags(session: Session, area: Area) -> Sequence[Tag]:
    """The tags in use in an area, by name. Coordinators made them: their number tells nothing of those who shared."""
    carried = select(Tagging.tag_id).where(Tagging.tag_id == Tag.id)
    if area.limited:
        carried = carried.join(Reflection, Reflection.id == Tagging.reflection_id).where(area.where())
    return session.scalars(select(Tag).where(carried.exists()).order_by(Tag.name)).all()


def list_common(session: Session, area: Area, least: int) -> Sequence[Tag]:
    """The tags that at least so many reflections of an area carry, samples left out, by name.

    By how many more is told nowhere.
    """
    some = select(Tagging.reflection_id).join(Reflection, Reflection.id == Tagging.reflection_id)
    some = some.where(Tagging.tag_id == Tag.id, Reflection.expires_on >= today_in_scotland(), area.where())
    some = some.where(Reflection.secret_id != SAMPLE)
    last = some.correlate(Tag).offset(least - 1).limit(1).scalar_subquery()
    return session.scalars(select(Tag).where(last.is_not(None)).order_by(Tag.name)).all()


def set_tags(session: Session, reflection: Reflection, names: Sequence[str]) -> bool:
    """Give a reflection these tags and no others. Whether that changed anything."""
    before = {tag.name: tag.id for tag in tags_of(session, [reflection.id]).get(reflection.id, [])}
    if set(before) == set(names):
        return False
    only_one(session, b"the tags")  # a new one is made once, and none goes while somebody takes it
    known = {tag.name: tag for tag in session.scalars(select(Tag).where(Tag.name.in_(names)))}
    for name in names:
        if name not in known:
            known[name] = Tag(name=name)
            session.add(known[name])
    session.flush()
    for name in set(names) - set(before):
        session.add(Tagging(tag_id=known[name].id, reflection_id=reflection.id, day=reflection.day))
    gone = [before[name] for name in set(before) - set(names)]
    session.execute(delete(Tagging).where(Tagging.reflection_id == reflection.id, Tagging.tag_id.in_(gone)))
    session.flush()
    session.execute(delete(Tag).where(Tag.id.in_(gone), Tag.id.not_in(select(Tagging.tag_id))))
    return True


def drop_unused(session: Session) -> None:
    """Forget the tags that nothing carries any more."""
    session.execute(delete(Tag).where(Tag.id.not_in(select(Tagging.tag_id))))
