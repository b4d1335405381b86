/* Acts: the page's own forms, sent without leaving it; on a selection, one by one. */
import { current, following, selected } from "./desk-list.js";
import { $, $$, ask, say, show } from "./desk-page.js";

let busy = false, together = [];

const PATHS = { set_level: "level", move: "desk", put_back: "put-back" };

/** Do one act to the selection, else to the open tip. A form brings its own fields, and the button that sent it. */
export async function act(name, fields = {}, form = null, submitter = null) {
  form ??= $(`.read form[data-act=${name}]`);
  if (busy || (!form && !selected().length)) return;
  const given = form ? new FormData(form, submitter) : new FormData();
  for (const [field, value] of Object.entries(fields)) given.set(field, value);
  busy = true;
  try {
    const many = selected().length && !["note", "undo"].includes(name);
    await (many ? each(name, given) : one(form, given));
  } finally {
    busy = false;
  }
}

async function one(form, given) {
  const row = current();
  together = [];
  if (row && given.has("next")) given.set("next", following([row]));
  const answer = await send(form.action, given);
  if (answer) show(await answer.text(), answer.url, { push: answer.ok });
  if (answer?.ok) settle();
}

/** Each row by its own version; what is refused stays, and is counted. */
async function each(name, given) {
  const rows = selected(), next = following(rows), done = [];
  let answer = null, refused = 0;
  for (const row of rows) {
    row.classList.add("going");
    given.set("csrf_token", $("[name=csrf_token]").value);
    given.set("version", row.dataset.version);
    given.set("next", next);
    const url = new URL(`tips/${row.dataset.ref}/${PATHS[name] ?? name}`, $(".org").href.replace(/\/?$/, "/"));
    const got = await send(url, given);
    if (got?.ok) {
      answer = got;
      done.push(new URL(got.url).searchParams.get("did")?.split(".")[0]);
    } else refused += 1;
    if (!got) break;
  }
  if (answer) show(await answer.text(), answer.url);
  for (const row of $$(".row.going")) row.classList.remove("going");
  together = done;
  const words = $(".bulk").dataset;
  say([`${done.length} ${words.done}`, refused ? `${refused} ${words.refused}` : ""].filter(Boolean).join(", "));
  if (answer) settle();
}

/** Take back what was just done: by the toast, else one's newest act on the open tip; a selection one by one. */
export async function undo() {
  if (busy) return;
  const refs = together;
  if (!refs.length) {
    const form = $(".toast form") ?? $(".read .act form");
    return form && act("undo", {}, form);
  }
  busy = true;
  together = [];
  let answer = null;
  for (const ref of refs) {
    const given = new FormData();
    given.set("csrf_token", $("[name=csrf_token]").value);
    answer = (await send(new URL(`tips/${ref}/undo`, $(".org").href.replace(/\/?$/, "/")), given)) ?? answer;
  }
  if (answer?.ok) show(await answer.text(), answer.url);
  busy = false;
}

async function send(url, given) {
  const answer = await ask(url, { method: "POST", body: new URLSearchParams(given) });
  if (!answer) say($(".bulk").dataset.gone);
  return answer;
}

function settle() {
  const row = current();
  row ? $(".s", row).focus({ preventScroll: true }) : $("#rows")?.focus();
}

/** Open a picker of the pane and put the cursor into it. */
export function choose(name) {
  if (name === "note") return $("#words")?.focus();
  const menu = $(`details[data-menu=${name}]`);
  if (!menu) return;
  for (const other of $$("details.menu[open]")) other.open = false;
  menu.open = true;
  ($("[aria-pressed=true]", menu) ?? $(".sheet button, .sheet input:not([type=hidden])", menu))?.focus();
}
