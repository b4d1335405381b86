"""Absolute links to our own pages, all of them made from `public_url`, never from what a request says."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit


@dataclass(frozen=True, slots=True)
class Links:
    """Links under `public_url`, which has no slash at its end."""

    public_url: str

    @property
    def prefix(self) -> str:
        """The path that the whole site hangs under: empty, or as `/news`."""
        return urlsplit(self.public_url).path.rstrip("/")

    @property
    def host(self) -> str:
        """The site's host name, with its port where one is given."""
        return urlsplit(self.public_url).netloc

    @property
    def secure(self) -> bool:
        """Whether readers and editors come by TLS."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def form(self) -> str:
        """Where a reader writes."""
        return self.to("/tips")

    @property
    def returning(self) -> str:
        """Where a reader comes back with a receipt."""
        return self.to("/tips/return")

    @property
    def desk(self) -> str:
        """Where an editor works."""
        return self.to("/desk")

    def tip(self, ref: str) -> str:
        """A tip's own page on the desk."""
        return self.to(f"/desk/tips/{quote(ref, safe='')}")

    def invitation(self, token: str) -> str:
        """The page on which somebody who was invited makes their account."""
        return self.to(f"/desk/join/{quote(token, safe='')}")

    def to(self, path: str) -> str:
        """The absolute link to a path that begins with a slash."""
        return self.public_url.rstrip("/") + path
