// Replaces the parts of the page that changed. Their markup was made, and escaped, by the server.
"use strict";

const connection = document.getElementById("connection");
let lostAt = null;

function replace(id, markup) {
  const part = document.getElementById(id);
  if (!part) return;
  const open = [...part.querySelectorAll("details[open]")].map((each) => each.id);
  const scrolled = [...part.querySelectorAll(".scroll")].map((each) => each.scrollLeft);
  const focused = part.contains(document.activeElement) ? pathOf(part, document.activeElement) : null;
  part.innerHTML = markup;
  for (const name of open) document.getElementById(name)?.setAttribute("open", "");
  part.querySelectorAll(".scroll").forEach((each, at) => { each.scrollLeft = scrolled[at] ?? 0; });
  if (focused) focused.reduce((node, at) => node?.children[at], part)?.focus({ preventScroll: true });
}

function pathOf(part, node) {
  const path = [];
  for (let at = node; at !== part; at = at.parentElement) {
    path.unshift([...at.parentElement.children].indexOf(at));
  }
  return path;
}

// Text that is being selected must not be torn from under the pointer.
function selecting(part) {
  const selection = document.getSelection();
  return selection && !selection.isCollapsed && part && part.contains(selection.anchorNode);
}

const waiting = new Map();

function show() {
  for (const [id, markup] of waiting) {
    if (selecting(document.getElementById(id))) continue;
    replace(id, markup);
    waiting.delete(id);
  }
  const title = document.querySelector("[data-title]")?.dataset.title;
  if (title && document.title !== title) document.title = title;
}

const live = new EventSource("/live");
live.onmessage = (message) => {
  lostAt = null;
  connection.textContent = "";
  for (const [id, markup] of Object.entries(JSON.parse(message.data))) waiting.set(id, markup);
  show();
};
live.onerror = () => {
  if (lostAt === null) {
    lostAt = new Date();
    connection.textContent = `connection lost at ${lostAt.toISOString().slice(11, 19)}, trying again`;
  }
  // A refusal ends an EventSource for good; a new page asks for the token again.
  if (live.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 5000);
};
