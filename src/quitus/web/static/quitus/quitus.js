// What HTML alone cannot do yet. Every page is complete without this file: buttons that need it wear the
// class "scripted" and hide where scripts do not run.
(() => {
  "use strict";

  const root = document.documentElement;

  // Copying, also where the clipboard is closed (a page without TLS on the local network).
  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "sr";
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }

  async function onCopy(button) {
    await copy(button.dataset.copy);
    button.focus();
    button.classList.add("copied");
    const status = button.parentElement.parentElement.querySelector("[data-said]");
    if (status) status.textContent = status.dataset.said;
    setTimeout(() => {
      button.classList.remove("copied");
      if (status) status.textContent = "";
    }, 2000);
  }

  // Dialogs open by command/commandfor; browsers from before 2025 learn it here.
  const knowsCommands = "commandForElement" in HTMLButtonElement.prototype;

  function onCommand(button) {
    const dialog = document.getElementById(button.getAttribute("commandfor"));
    if (!(dialog instanceof HTMLDialogElement)) return;
    if (button.getAttribute("command") === "show-modal" && !dialog.open) dialog.showModal();
    if (button.getAttribute("command") === "close") dialog.close();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (!button) return;
    // One floating thing at a time: what a drawer opens replaces it.
    if (button.getAttribute("command") === "show-modal") button.closest("dialog[open]")?.close();
    if (!knowsCommands && button.hasAttribute("commandfor")) onCommand(button);
    if (button.hasAttribute("data-copy")) onCopy(button);
    if (button.hasAttribute("data-print")) window.print();
    if (button.hasAttribute("data-close")) button.closest(".toast")?.remove();
  });

  // Single keys do what the element that names them does: aria-keyshortcuts="/" focuses a search,
  // aria-keyshortcuts="2" follows a link. They rest while one types, and can be turned off. What a part of the page
  // claims by data-own-keys="2 j" never falls to the navigation.
  function named(key) {
    const own = document.querySelector("[data-own-keys]");
    const within = own?.dataset.ownKeys.split(" ").includes(key) ? own : document;
    return within.querySelector(`[aria-keyshortcuts="${CSS.escape(key)}"]`);
  }

  function rests(event) {
    if (event.target.closest("dialog, [contenteditable]")) return true;
    if (event.key === "Enter") return event.target.closest("a, button, summary, input, select, textarea");
    return event.key !== "Escape" && event.target.closest("input, select, textarea");
  }

  // In a list of lines the arrows go from one to the next; Enter opens it.
  function onArrow(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const list = step && event.target.closest("[data-arrows]");
    if (!list) return;
    const links = [...list.querySelectorAll("a")];
    const next = links[links.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (root.dataset.keys === "off" || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === '"') return;
    onArrow(event);
    if (event.repeat || rests(event)) return;
    const element = named(event.key);
    if (!element) return;
    event.preventDefault();
    if (element.matches("input, select, textarea")) element.focus();
    else element.click();
    if (element.matches("details[open] > summary")) {
      element.parentElement.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    }
  });

  // The current line stays in sight beside what is shown of it; on a phone that stands above the list.
  document.addEventListener("htmx:after:settle", () => {
    if (!window.matchMedia("(min-width: 64rem)").matches) return;
    document.querySelector(".turned > :first-child")?.scrollTo(0, 0);
    document.querySelector("[data-arrows] [aria-current]")?.scrollIntoView({ block: "nearest" });
  });

  // A mail shown in a frame is as tall as its words; without this it scrolls inside.
  const grow = (frame) => {
    const page = frame.contentDocument?.documentElement;
    if (page) frame.height = page.scrollHeight;
  };
  for (const frame of document.querySelectorAll("iframe[data-grow]")) {
    frame.addEventListener("load", () => grow(frame));
    grow(frame);
  }

  // A request of htmx from outside a form carries the form token too.
  document.addEventListener("htmx:config:request", (event) => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    if (token) event.detail.ctx.request.headers["X-CSRFToken"] = token.value;
  });
})();
