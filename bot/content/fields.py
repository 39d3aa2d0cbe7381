"""The kinds of text that the content files are made of, each with the rules it keeps, and the base of every record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bot.content.rules import (
    Amiss,
    check_date,
    check_id,
    check_link,
    check_phone,
    check_question,
    check_to_try,
    check_wording,
)

BROKEN_RULE = "content_rule"
"""The type of the pydantic error that carries `Amiss` values in its context, under `amiss`."""


def refuse(amiss: tuple[Amiss, ...]) -> None:
    """Ends the reading of a record with what is amiss in it. Raises nothing for an empty tuple."""
    if amiss:
        raise PydanticCustomError(BROKEN_RULE, "a content rule is not kept", {"amiss": amiss})


def keep_rule(check: Callable[[str], tuple[Amiss, ...]]) -> Callable[[str], str]:
    """Makes a validator of a rule: the text as it is, or the error with what is amiss."""

    def keep(text: str) -> str:
        refuse(check(text))
        return text

    return keep


def _day_text(value: Any) -> Any:
    if isinstance(value, str):
        refuse(check_date(value))
        return date.fromisoformat(value)
    if isinstance(value, int):
        refuse(check_date(str(value)))
    return value


Text = Annotated[str, Field(min_length=1)]
"""Words quoted from elsewhere (titles, statements, names): kept as they are."""
Words = Annotated[Text, AfterValidator(keep_rule(check_wording))]
"""Words of ours."""
ToTry = Annotated[Words, AfterValidator(keep_rule(check_to_try))]
"""One thing to try, in words of ours."""
Question = Annotated[Text, AfterValidator(keep_rule(check_question))]
Id = Annotated[str, AfterValidator(keep_rule(check_id))]
Link = Annotated[str, AfterValidator(keep_rule(check_link))]
Phone = Annotated[str, AfterValidator(keep_rule(check_phone))]
PastDate = Annotated[date, BeforeValidator(_day_text)]
Percent = Annotated[float, Field(ge=0, le=100)]


class Frozen(BaseModel):
    """Cannot be changed once read, and refuses names it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
