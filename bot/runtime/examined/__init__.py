"""What is likely to be set wrongly where Waymark runs: a function for each thing, which says how to mend it.

Each takes the parts of this process, gives a line when all is well, and raises Mend with a line when it is not.
`waymark doctor` goes through all of them. Those in UNSAFE keep production from starting (`refuse_unsafe`).
"""

from __future__ import annotations

from collections.abc import Callable

from bot.runtime.errors import CannotStart
from bot.runtime.examined import addresses, care, keeping, machine, sign_in
from bot.runtime.examined.finding import Mend
from bot.waymark import Waymark

LOOKS: tuple[Callable[[Waymark], str], ...] = (
    addresses.look_for_unknown_settings,
    addresses.look_at_environment,
    addresses.look_at_addresses,
    addresses.look_for_plain_http,
    addresses.look_at_listening,
    addresses.look_at_proxies,
    sign_in.look_at_providers,
    sign_in.look_at_teams,
    sign_in.look_at_certificate,
    sign_in.look_at_second_step,
    sign_in.look_for_administrator,
    sign_in.look_at_access_code,
    care.look_at_organisation,
    care.look_at_support,
    care.look_at_reminders,
    keeping.look_at_key,
    keeping.look_where_key_is,
    keeping.look_at_backups,
    keeping.look_at_erasing,
    keeping.look_at_postgresql_logs,
    keeping.look_at_postgresql_tls,
    machine.look_at_ports,
    machine.look_for_another_bot,
    machine.look_at_owners,
    machine.look_at_disk,
    machine.look_at_file_system,
    machine.look_for_debugging,
)

UNSAFE: tuple[Callable[[Waymark], str], ...] = (
    addresses.look_for_plain_http,
    addresses.look_at_listening,
    care.look_at_organisation,
    keeping.look_at_key,
    machine.look_for_debugging,
)
"""What puts people at risk from the first message on. All else is left to the doctor: whoever starts Waymark again at
three in the night is not stopped by an old backup."""


def refuse_unsafe(waymark: Waymark) -> None:
    """Raises CannotStart with a line for each thing that is unsafe, and SettingsError for a key that is none.

    In production alone.
    """
    if waymark.settings.environment != "production":
        return
    _ = waymark.settings.secret
    unsafe = []
    for look in UNSAFE:
        try:
            look(waymark)
        except Mend as amiss:
            unsafe.append(str(amiss))
    if unsafe:
        raise CannotStart("\n".join(unsafe))
