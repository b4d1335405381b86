"""The reader's form: shown, taken in, or shown again with what was wrong."""

from contextlib import ExitStack
from typing import cast

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tipline.domain.refusals import Busy, Invalid, NotFound, Refusal, TooLarge
from tipline.i18n import gettext as _
from tipline.i18n import translate
from tipline.newsroom import intake
from tipline.web import newsroom, receipt, safety, tokens
from tipline.web.assets import pack
from tipline.web.failures import status_of, when_to_retry
from tipline.web.sendform import SHORT, Fault, TipForm
from tipline.web.sent import Sent
from tipline.web.story import own_story
from tipline.web.tokens import FormToken
from tipline.web.uploads import UploadRequest

blueprint = Blueprint("send", __name__, url_prefix="/tips")
blueprint.after_request(pack)


@blueprint.get("", strict_slashes=False)
def form() -> str:
    """The empty form."""
    story = own_story(request.args.get("about", ""), newsroom().settings.newsroom_hosts)
    return _page(TipForm(formdata=None), story=story, token=tokens.issue(newsroom()))


@blueprint.post("", strict_slashes=False)
def send() -> ResponseReturnValue:
    """Take a tip in, once however often it is sent, and lead to its receipt."""
    sent = _sent()
    token = None if safety.foreign() else tokens.read(newsroom(), sent.form.token.data or "")
    if token is None:
        return _again(sent, 403, notice=_("This form was open too long, or did not come from our page."))
    if sent.busy:
        return _refused(sent, sent.busy)
    if faults := sent.faults():
        return _again(sent, 413 if any(upload.too_large for upload in sent.uploads) else 422, faults=faults)
    return _received(sent, token)


def _sent() -> Sent:
    came = cast(UploadRequest, request)
    came.accept(newsroom())
    uploads = came.uploads()
    return Sent(newsroom(), TipForm(formdata=request.form), uploads, request.form.getlist("kept"))


def _received(sent: Sent, token: FormToken) -> ResponseReturnValue:
    with ExitStack() as files:
        try:
            submission = sent.submission(token, files=files)
            given = intake.receive(newsroom(), submission)
        except (Busy, TooLarge, Invalid, NotFound) as refusal:
            return _refused(sent, refusal)
        except OSError:  # the disk under the files; the reader can try again
            return _refused(sent, Busy())
    response = redirect(url_for("receipt.thanks"), 303)
    receipt.hand_over(cast(Response, response), newsroom(), ref=given.ref, seed=submission.code_seed or "")
    return response


def _refused(sent: Sent, refusal: Refusal) -> Response:
    if isinstance(refusal, Busy):
        return when_to_retry(_again(sent, 503, notice=_("We cannot take anything in just now.")), refusal)
    if isinstance(refusal, NotFound):
        sent.kept.clear()
        return _again(sent, 422, faults=[Fault("files", _("Choose your files again: we could not hold them so long"))])
    return _again(sent, status_of(refusal), faults=[Fault("words", translate(refusal))])


def _again(sent: Sent, status: int, *, faults: list[Fault] | None = None, notice: str = "") -> Response:
    """The form with all that was typed; whole files rest meanwhile, and lost ones are named."""
    sent.keep_files()
    known = tokens.read(newsroom(), sent.form.token.data or "")
    # The form keeps its name where it has one: sent again unchanged it is the same tip.
    token = sent.form.token.data if known else tokens.issue(newsroom())
    page = _page(sent.form, story=sent.story, token=token, sent=sent, faults=faults or [], notice=notice)
    return make_response(page, status)


def _page(form: TipForm, *, story: str, token: str, **more: object) -> str:
    fields = {"sent": None, "faults": [], "notice": "", **more}
    return render_template("send/form.html", form=form, story=story, token=token, short=SHORT, **fields)
