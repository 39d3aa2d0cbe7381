"""How a card looks once it is answered: without its buttons, with what was chosen, or that its choices are over.

Teams keeps every card for ever. So a card that nobody should press again is replaced: when it is pressed, and when
somebody typed their answer below it.
"""

from __future__ import annotations

from bot.channels.gate import Gate
from bot.channels.messages import SUPPORT, understand, words
from bot.channels.teams.cards import Card, card_of


async def settled_card(gate: Gate, sender: str, turn: str, pressed: str = "") -> Card:
    """The card of a turn as it is now, without its buttons. pressed: the choice that was pressed on it just now.

    What an earlier press chose stays in sight. A press that comes too late does nothing, and the card says where to go.
    """
    found, after = await gate.turns(sender, turn) if turn else (None, None)
    offers = found["offers"] if found else {}
    chose = after.get("chose", "") if after else pressed  # until there is a turn after it, a press is on its way
    chosen = offers[chose]["label"] if chose in offers else ""
    if pressed == SUPPORT and not chosen:
        chosen, _ = understand(SUPPORT, {}, gate.responses())
    late = pressed not in (chose, SUPPORT) if pressed else found is None
    late = late or (bool(pressed) and not chosen)
    over = words(gate.responses(), "utter_teams_choice_over") if late else ""
    return card_of(found["messages"] if found else [], turn, settled=True, chosen=chosen, over=over)
