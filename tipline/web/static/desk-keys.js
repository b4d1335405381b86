/* Keys: single ones can be switched off (WCAG 2.1.4); in an open picker, letters and digits choose from it. */
import { $, $$, go } from "./desk-page.js";
import { clear, current, selected } from "./desk-list.js";

const OFF = "tipline.keys";
const table = {};
let typed = "", typedAt = 0, typedIn = null;

export const sheet = () => $("dialog.help");

const off = () => {
  try {
    return localStorage.getItem(OFF) === "off";
  } catch {
    return false;
  }
};

export function keys(more) {
  Object.assign(table, more);
}

export function listen() {
  document.body.classList.toggle("no-keys", off());
  const box = $("#single");
  if (box) {
    box.checked = !off();
    box.addEventListener("change", () => {
      try {
        localStorage.setItem(OFF, box.checked ? "on" : "off");
      } catch { /* a browser without storage forgets it with the page */ }
      document.body.classList.toggle("no-keys", !box.checked);
    });
  }
  addEventListener("keydown", pressed);
}

function pressed(event) {
  const target = event.target, menu = $("details.menu[open]");
  const writing = target.closest("textarea, select, input:not([type=checkbox]):not([type=radio])");
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && writing?.form) return send(event, writing.form);
  if (event.ctrlKey || event.metaKey || event.altKey || sheet()?.open) return;
  if (event.key === "Escape") return escape(event, menu, writing);
  if (writing) return;
  if (menu) return pick(event, menu);
  if (event.key.length === 1 && off()) return;
  if (event.key === "Enter") return;
  if (event.key.startsWith("Arrow") && !target.closest(".list")) return;
  const doing = table[event.key];
  if (doing && $(".app, .help")) {
    event.preventDefault();
    doing();
  }
}

function send(event, form) {
  event.preventDefault();
  form.requestSubmit();
}

function escape(event, menu, writing) {
  if (menu) {
    event.preventDefault();
    menu.open = false;
    $("summary", menu).focus();
  } else if (writing || $("#pane")?.contains(document.activeElement)) {
    home();
  } else if (selected().length) clear();
  else if (document.body.classList.contains("opened")) go($(".app").dataset.list);
}

function home() {
  const row = current();
  row ? $(".s", row).focus() : $("#rows")?.focus();
}

/** A digit takes that line, letters go to the line that begins with them, arrows walk. */
function pick(event, menu) {
  const lines = $$(".sheet button, .sheet a, .sheet input:not([type=hidden])", menu), at = lines.indexOf(document.activeElement);
  const marked = $$(".sheet kbd", menu).find(kbd => kbd.textContent === event.key)?.closest("button");
  const plain = $$(".sheet li button", menu)[event.key - 1];
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    lines.at((at + (event.key === "ArrowDown" ? 1 : -1)) % lines.length)?.focus();
  } else if (/^\d$/.test(event.key)) {
    event.preventDefault();
    (marked ?? plain)?.click();
  } else if (event.key.length === 1 && event.key !== " ") {
    event.preventDefault();
    const goesOn = typedIn === menu && event.timeStamp - typedAt < 900;
    typed = (goesOn ? typed : "") + event.key.toLowerCase();
    [typedAt, typedIn] = [event.timeStamp, menu];
    const text = line => ($("span.vh + span", line) ?? line).textContent.trim().toLowerCase();
    lines.find(line => words(text(line)).some(start => start.startsWith(typed)))?.focus();
  }
}

/** A name is found by any of its words: "va" finds Tom Varga, whose badge says TV first. */
function words(text) {
  const all = text.split(/\s+/);
  return all.map((_, at) => all.slice(at).join(" "));
}
