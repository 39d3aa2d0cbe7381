"""What numbers may ever leave: closed periods, a few fixed tables, noise, rounding, hiding (ADR 21).

Pure Python, no database and no web. Every number on a page, in a chart, an export or a report comes from `Published`.
"""

from bot.disclosure.noise import REACH, blur, chance
from bot.disclosure.periods import Length, Period, closed_periods, period_of
from bot.disclosure.publish import STEP, Figure, Figures, Published, hide
from bot.disclosure.tables import HELPFUL, QUESTIONS, Cell, Domain, Table, blur_all

__all__ = [
    "HELPFUL",
    "QUESTIONS",
    "REACH",
    "STEP",
    "Cell",
    "Domain",
    "Figure",
    "Figures",
    "Length",
    "Period",
    "Published",
    "Table",
    "blur",
    "blur_all",
    "chance",
    "closed_periods",
    "hide",
    "period_of",
]
