"""The organisation's own sign-in (OpenID Connect), used for one question alone: does this person belong here?

All that the way there and back needs is sealed inside `state`, so nothing is stored and no cookie is set. Of the answer
only "yes" is kept: who signed in is known in one function for the moment in which the ID token is checked.
"""

from __future__ import annotations

from authlib.oidc.core import CodeIDToken

from bot.oidc import Client, NotSignedIn, Registration
from bot.settings import Settings


class Provider(Client):
    """The sign-in of one organisation."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.back = f"{settings.chat_address}/signed-in"
        """Where the provider sends people back to. It has to be registered there."""
        known = Registration(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, self.back)
        super().__init__(known, settings.secret, "sign-in")

    async def begin(self, challenge: str) -> str:
        """The address to send a browser to. Raises NotSignedIn when the provider does not answer."""
        return await self.send(challenge=challenge)

    async def finish(self, answer: dict[str, str]) -> str:
        """The challenge of somebody who came back signed in, from the parameters the provider sent them with.

        Raises NotSignedIn. Nothing about the person leaves this function.
        """
        along, claims = await self.receive(answer)
        if not self._belongs(claims):
            raise NotSignedIn("not_member")
        return str(along["challenge"])

    def _belongs(self, claims: CodeIDToken) -> bool:
        name, _, wanted = self.settings.oidc_claim.partition("=")
        if not name:
            return True
        found = claims.get(name)
        return wanted in [str(one) for one in (found if isinstance(found, list) else [found])]
