"""The ways in which people write a day: in figures, in words, and as a feast (`Christmas Day 1947`)."""

from __future__ import annotations

MONTH = (
    r"(?:jan(?:uar[yi]?)?|feb(?:r?uar[yi]?|urary)?|mar(?:ch)?|mairch|apr(?:ile?|yle)?|may|june?|juin|jul(?:y|ie)?|"
    r"aug(?:ust)?|sept?(?:ember|tember)?|setember|oct(?:ober)?|nov(?:ember|emeber)?|dec(?:ember|emeber)?)\.?"
)
DAY = r"(?:[0-3]?\d)(?:\s?(?:st|nd|rd|th))?"
YEAR = r"(?:'?\d{2}|(?:19|20)\d{2})(?!\d)"
NUMERIC_DATE = (
    rf"(?:[0-3]?\d\s?(?P<sign>[/.\-])\s?[0-1]?\d\s?(?P=sign)\s?{YEAR}|"
    r"(?:19|20)\d\d(?P<dash>[/.\-])[0-1]?\d(?P=dash)[0-3]?\d(?!\d))"
)
UNITS = r"(?:one|two|three|four|five|six|seven|eight|nine)"
TEENS = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_DAY_IN_WORDS = (
    rf"(?:(?:twenty|thirty)[\s-]?)?(?:{UNITS}|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    rf"{TEENS}|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth|twenty|thirty"
)
_YEAR_IN_WORDS = (
    rf"(?:two thousand(?:\s(?:and\s)?(?:{TEENS}|(?:twenty[\s-]?)?{UNITS}))?|"
    rf"(?:nineteen|twenty)[\s-](?:{TEENS}|(?:oh[\s-]|(?:twen|thir|for|fif|six|seven|eigh|nine)ty[\s-]?){UNITS}|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty))"
)
_SHORT_YEAR = rf"(?:oh[\s-]{UNITS}|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[\s-]?{UNITS})?)"
ANY_DAY, ANY_YEAR = rf"(?:{DAY}|{_DAY_IN_WORDS})", rf"(?:{YEAR}|{_YEAR_IN_WORDS}|{_SHORT_YEAR})"
_MONTH_IN_WORDS = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)"
_FEAST = (
    r"(?:(?:christmas|xmas|boxing|new year'?s|(?:st\s)?valentine'?s|st andrew'?s|"
    r"st patrick'?s|burns|midsummer'?s|may)\s"
    r"(?:day|eve|night)|hogmanay|hallow-?e'?en|guy fawkes(?: night)?|bonfire night|leap day)"
)
WORD_DATE = (
    rf"(?:(?:the\s)?{ANY_DAY}\s?(?:(?:of|o'?|ae|av)\s)?(?:the\s)?[\s-]?{MONTH}(?:[,\s-]{{0,3}}{ANY_YEAR})?|"
    rf"{MONTH}\s{{1,2}}(?:the\s)?{ANY_DAY}(?!\d)(?:[,\s]{{1,3}}{ANY_YEAR})?|"
    rf"{ANY_DAY}\s(?:(?:of|o'?|ae|av)\s)?the\s(?:[01]?\d(?:st|nd|rd|th)|{_MONTH_IN_WORDS})(?:[,\s-]{{1,3}}(?:of\s)?{ANY_YEAR})|"
    rf"{_FEAST}(?:,?\s(?:in\s)?{ANY_YEAR})?)"
)
