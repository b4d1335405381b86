"""What one press of Send brought: fields, files, token; turned into a submission, or back into the form."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import BinaryIO, cast

from tipline.domain.refusals import Busy, TooLarge
from tipline.domain.source import ContactKind
from tipline.domain.submission import Acknowledgement, Channel, Submission, SubmittedFile
from tipline.i18n import gettext as _
from tipline.i18n import language, ngettext
from tipline.newsroom import Newsroom, attachments
from tipline.web import kept as keeping
from tipline.web.sendform import ORDER, Fault, TipForm
from tipline.web.shown import size
from tipline.web.story import own_story
from tipline.web.tokens import FormToken
from tipline.web.uploads import Upload

TRAP = 100
"""Spam points for filling in the field that nobody sees."""
HASTE = 40
"""Spam points for sending sooner than a person can write."""


class Sent:
    """A reader's fields and files: `kept` came whole the time before, `lost` must be chosen again."""

    def __init__(self, newsroom: Newsroom, form: TipForm, uploads: list[Upload], tokens: list[str]) -> None:
        self.newsroom = newsroom
        self.form = form
        self.uploads = uploads
        self.kept = [found for found in (keeping.read(newsroom, token) for token in tokens) if found]
        self.lost: list[str] = []
        self.story = own_story(form.story.data or "", newsroom.settings.newsroom_hosts)

    def faults(self) -> list[Fault]:
        """Everything that stands in the way, in the order of the page."""
        self.form.validate()
        found = self.form.faults()
        found += [Fault("files", said) for said in self._file_faults()]
        if not self.form.words.data.strip() and not self.uploads and not self.kept:
            found.append(Fault("words", _("Tell us what you know, or add a file")))
        return sorted(found, key=lambda fault: ORDER.index(fault.at))

    @property
    def busy(self) -> Busy | None:
        """What the disk said while files came in."""
        return next((upload.busy for upload in self.uploads if upload.busy), None)

    def submission(self, token: FormToken, *, files: ExitStack) -> Submission:
        """The tip to be. Raises NotFound for a file that did not stay until the form came back."""
        newsroom, form, contact = self.newsroom, self.form, self.form.source()
        submitted = tuple(self._files(files))
        said = [token.nonce, *self._content()]
        spam = (TRAP if form.website.data else 0) + (HASTE if token.hasty(newsroom.clock.now()) else 0)
        thanks = (
            Acknowledgement(contact.address, language()) if contact.kind == ContactKind.EMAIL and not spam else None
        )
        return Submission(
            channel=Channel.FORM,
            words=form.words.data,
            key=newsroom.signer.digest("form", *said),
            about=self.story if form.about.data else "",
            place=form.place.data,
            happened=form.happened.data,
            files=submitted,
            contact=contact,
            knows=form.knowledge(),
            consents=form.consents(),
            language=language(),
            code_seed=newsroom.signer.digest("form receipt", *said),
            spam_points=spam,
            acknowledge=thanks,
        )

    def keep_files(self) -> None:
        """Let whole files rest, so that the form that goes back can name them; the others are `lost`."""
        for upload in self.uploads:
            if upload.size > self.newsroom.settings.limits_file_bytes:
                continue
            try:
                self.kept.append(keeping.keep(self.newsroom, upload.whole()))
            except (Busy, TooLarge, OSError):
                self.lost.append(upload.name)

    def _content(self) -> Iterator[str]:
        """All that a reader said, so that the same said twice is known, and an edited tip is another one."""
        form, contact = self.form, self.form.source()
        yield from (form.words.data, self.story if form.about.data else "", form.place.data, form.happened.data)
        yield from (contact.kind, contact.address, contact.name, contact.times)
        yield from (form.knowledge() or "", ",".join(sorted(form.consents())), str(form.wish.data))
        yield from (file.sha256 for file in self.kept)
        yield from (upload.draft.sha256 for upload in self.uploads)

    def _files(self, files: ExitStack) -> Iterator[SubmittedFile]:
        for file in self.kept:
            content = files.enter_context(attachments.unpark(self.newsroom, file.sha256))
            yield SubmittedFile(file.name, content, wish=self.form.wish.data)
        for upload in self.uploads:
            yield SubmittedFile(upload.name, cast(BinaryIO, upload.draft), wish=self.form.wish.data)

    def _file_faults(self) -> Iterator[str]:
        limits = self.newsroom.settings
        count = len(self.uploads) + len(self.kept)
        if count > limits.limits_files:
            yield ngettext(
                "We can take {n} file at a time. Send the others afterwards",
                "We can take {n} files at a time. Send the others afterwards",
                limits.limits_files,
            )
            return
        for upload in self.uploads:
            if upload.size > limits.limits_file_bytes:
                yield _(
                    "“{name}” is {size}. Files must be under {most}",
                    name=upload.name,
                    size=size(upload.size),
                    most=size(limits.limits_file_bytes),
                )
        whole = [upload for upload in self.uploads if upload.size <= limits.limits_file_bytes]
        if sum(upload.size for upload in whole) + sum(file.size for file in self.kept) > limits.limits_tip_bytes:
            yield _("All files together must be under {most}", most=size(limits.limits_tip_bytes))
