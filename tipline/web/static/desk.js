/* The desk, made quick. Without this every row is a link, every act a form, every picker a <details>. No framework, no build. */
import { act, choose, undo } from "./desk-acts.js";
import { keys, listen, sheet } from "./desk-keys.js";
import { clear, extend, move, read, select, toggle } from "./desk-list.js";
import { adopt, go } from "./desk-page.js";

document.body.classList.replace("no-script", "script");

const DO = {
  help: () => sheet().showModal(),
  "close-help": () => sheet().close(),
  back: link => go(link.href),
  previous: () => move(-1),
  next: () => move(1),
  clear,
  take: () => act("take"),
  assign: () => choose("assign"),
  move: () => choose("move"),
  set_level: () => choose("set_level"),
  decline: () => choose("decline"),
  done: () => choose("done"),
};

keys({
  j: () => move(1), ArrowDown: () => move(1),
  k: () => move(-1), ArrowUp: () => move(-1),
  J: () => extend(1), K: () => extend(-1),
  x: toggle,
  o: read,
  t: DO.take, a: DO.assign, d: DO.move, n: DO.decline, e: DO.done,
  1: () => act("set_level", { level: 1 }), 2: () => act("set_level", { level: 2 }),
  3: () => act("set_level", { level: 3 }), 4: () => act("set_level", { level: 4 }),
  0: () => act("release"),
  c: () => choose("note"),
  z: undo,
  "/": () => [...document.querySelectorAll("input[type=search]")].find(box => box.offsetParent)?.select(),
  "?": DO.help,
});
listen();

document.addEventListener("click", event => {
  const open = [...document.querySelectorAll("details.menu[open]")].filter(menu => !menu.contains(event.target));
  for (const menu of open) menu.open = false;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const doing = event.target.closest("[data-do]"), row = event.target.closest(".row > a.s");
  if (doing && DO[doing.dataset.do] && (doing.dataset.do !== "help" || sheet())) {
    event.preventDefault();
    DO[doing.dataset.do](doing);
  } else if (row) {
    event.preventDefault();
    document.body.classList.add("opened");
    select(row.closest(".row"), { push: true });
  }
});
document.addEventListener("change", event => {
  const row = event.target.closest(".row");
  if (row) toggle(row);
});
document.addEventListener("submit", event => {
  if (!event.target.matches("form[data-act]")) return;
  event.preventDefault();
  act(event.target.dataset.act, {}, event.target, event.submitter);
});
addEventListener("popstate", () => go(location.href, { push: false }));
adopt(location.href);
