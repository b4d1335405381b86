/* Pages of the server, put into this one: the whole desk after an act, or the reading pane alone. */
export const $ = (query, within = document) => within.querySelector(query);
export const $$ = (query, within = document) => [...within.querySelectorAll(query)];

const PARTS = [".rail", ".list", ".read", ".tabs"];
const MOST_KEPT = 8;
const panes = new Map();
let latest = 0;

const parsed = text => new DOMParser().parseFromString(text, "text/html");

export async function ask(url, options = {}) {
  try {
    return await fetch(url, { credentials: "same-origin", ...options });
  } catch {
    return null;
  }
}

/** Ask for a page and show it; a page that is no desk (a conflict, the sign-in) is shown as it is. */
export async function go(url, { push = true } = {}) {
  const mine = ++latest, answer = await ask(url);
  if (!answer) return say($(".bulk").dataset.gone);
  const text = await answer.text();
  if (mine === latest) show(text, answer.url, { push });
}

export function show(text, url, { push = true } = {}) {
  const page = parsed(text), top = $("#rows")?.scrollTop;
  forget();
  if (!$(".app", page) || !$(".app")) {
    document.body.replaceWith(page.body);
    document.body.classList.replace("no-script", "script");
    $("main")?.focus();
  } else {
    for (const part of PARTS) $(part).replaceWith($(part, page));
    $(".app").dataset.list = $(".app", page).dataset.list;
    document.body.classList.toggle("opened", page.body.classList.contains("opened"));
    document.body.classList.remove("picking");
    $(".toast").replaceChildren(...$(".toast", page).childNodes);
    $("#rows").scrollTop = top;
    $(".row.cur")?.scrollIntoView({ block: "nearest" });
  }
  document.title = page.title;
  if (push) history.pushState(null, "", clean(url));
}

/** What was done is said once: it does not stay in the address. */
export function adopt(url) {
  history.replaceState(null, "", clean(url));
}

function clean(url) {
  const bare = new URL(url, location.href);
  bare.searchParams.delete("did");
  return bare;
}

/** The pane of a row, asked for once; acts make all of them old. */
export function pane(url) {
  if (!panes.has(url)) {
    if (panes.size >= MOST_KEPT) panes.delete(panes.keys().next().value);
    panes.set(url, ask(url, { headers: { "Tipline-Part": "pane" } }).then(answer => answer?.ok ? answer.text() : null));
  }
  return panes.get(url);
}

export function forget() {
  panes.clear();
}

export async function showPane(url) {
  const mine = ++latest, text = await pane(url);
  if (mine !== latest) return false;
  const fresh = text && $(".read", parsed(text));
  if (!fresh) {
    panes.delete(url);
    location.assign(url);
    return false;
  }
  $(".read").replaceWith(fresh);
  return true;
}

/** A sentence of ours, for what the server could not say. */
export function say(text) {
  const line = document.createElement("p");
  line.textContent = text;
  $(".toast").replaceChildren(line);
}
