/* The cursor in the list, and the selection. */
import { $, $$, pane, showPane } from "./desk-page.js";

const REST = 80;
let timer;

const rows = () => $$(".row");
const link = row => $(".s", row);
export const current = () => $(".row.cur");
export const selected = () => $$(".row.sel");

/** Move the cursor; the pane follows when the keys rest, so that holding J queues no work. */
export function select(row, { push = false } = {}) {
  if (!row) return;
  const before = current();
  before?.classList.remove("cur");
  before && link(before).removeAttribute("aria-current");
  row.classList.add("cur");
  link(row).setAttribute("aria-current", "true");
  link(row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  history[push ? "pushState" : "replaceState"](null, "", link(row).href);
  clearTimeout(timer);
  timer = setTimeout(follow, push ? 0 : 60, row);
}

async function follow(row) {
  if (!(await showPane(link(row).href))) return;
  document.title = `${link(row).textContent} – ${document.title.split(" – ").at(-1)}`;
  if (document.body.classList.contains("opened")) scrollTo(0, 0);
  timer = setTimeout(() => [step(row, 1), step(row, -1)].forEach(near => near && pane(link(near).href)), REST);
}

function step(row, by) {
  const all = rows();
  return all[all.indexOf(row) + by];
}

export function move(by) {
  select(current() ? step(current(), by) : rows()[0]);
}

export function extend(by) {
  const from = current(), to = from && step(from, by);
  if (!to) return;
  mark(from, true);
  mark(to, true);
  select(to);
}

/** The row that is next once these are done with: below the last of them, else above. */
export function following(done) {
  const all = rows(), rest = all.slice(all.indexOf(done.at(-1)) + 1).concat(all.slice(0, all.indexOf(done[0])).reverse());
  return rest.find(row => !done.includes(row))?.dataset.ref ?? "";
}

export function toggle(row = current()) {
  if (row) mark(row, !row.classList.contains("sel"));
}

export function clear() {
  for (const row of selected()) mark(row, false);
}

export function read() {
  document.body.classList.add("opened");
  $("#pane")?.focus();
}

function mark(row, on) {
  row.classList.toggle("sel", on);
  $("input", row).checked = on;
  const many = selected().length;
  document.body.classList.toggle("picking", many > 0);
  const count = $(".bulk b");
  count.textContent = count.dataset.said.replace("0", many);
}
