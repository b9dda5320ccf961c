"use strict";
(() => {
  const root = document.documentElement;
  const { place, closesAfter } = root.dataset;
  const clock = (ms) =>
    new Date(ms).toLocaleTimeString(root.lang, {
      hour: root.lang === "en-us" ? "numeric" : "2-digit",
      minute: "2-digit",
    });
  const still = (ms) => {
    const seconds = Math.max(0, Math.ceil((ms - Date.now()) / 1000));
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };

  // A note that was made without a connection: figures alone, in this tab alone, sent once.
  const note = () => JSON.parse(sessionStorage.getItem("note") ?? "null");
  const send = async () => {
    const kept = note();
    if (!kept || !navigator.onLine) return;
    try {
      const { key } = await (await fetch("/minute/key/")).json();
      const body = new URLSearchParams({
        id: kept.id,
        awake: kept.awake,
        minutes: kept.minutes,
        ago: Math.max(0, Math.round((Date.now() - kept.began) / 60000)),
      });
      const headers = { "X-CSRFToken": key };
      const answer = await fetch("/minute/taken/", { method: "POST", body, headers });
      if (answer.status !== 204 && answer.status !== 422) return;
      sessionStorage.removeItem("note");
      dispatchEvent(new Event("note-sent"));
    } catch {
      // Not yet: it is tried again when there is a connection.
    }
  };
  addEventListener("online", send);

  // A page that comes back from memory may be one that was closed meanwhile: it is asked for again.
  addEventListener("pagehide", () => (root.hidden = true));
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
    else root.hidden = false;
  });

  const online = () => {
    navigator.serviceWorker?.register(`/sw.js?place=${place}`).catch(() => {});
    let used = Date.now();
    let told = used;
    let typed = false;
    const use = () => {
      used = Date.now();
      if (used - told < 120000) return;
      told = used;
      fetch("/devices/here/").catch(() => {});
    };
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, use, { passive: true });
    addEventListener("input", () => (typed = true));
    const look = () => {
      // What was typed is never thrown away: such a page stays, and the server asks when it is sent.
      if (!typed && Date.now() - used > closesAfter * 1000) location.reload();
    };
    if (!document.body.classList.contains("minute")) setInterval(look, 15000);
    const left = document.getElementById("left");
    if (!left) return;
    // How long is still to go, not until when: the clocks of two machines differ.
    const until = Date.now() + left.dataset.left * 1000;
    left.hidden = false;
    const tick = () => {
      left.textContent = still(until);
      if (Date.now() > until) location.reload();
    };
    tick();
    setInterval(tick, 1000);
  };

  // -- the page that works without a connection ----------------------------------------------------
  const offline = () => {
    const all = (found) => [...document.querySelectorAll(found)];
    let going = JSON.parse(sessionStorage.getItem("minute") ?? "null");
    if (going && Date.now() - going.until > 3600000) going = null;
    const keep = () =>
      going ? sessionStorage.setItem("minute", JSON.stringify(going)) : sessionStorage.removeItem("minute");
    const say = (section, ...states) => {
      for (const part of section.querySelectorAll("[data-if]"))
        part.hidden = !states.includes(part.dataset.if);
    };
    const show = (id) => {
      for (const section of all("section")) section.hidden = section.id !== id;
      document.getElementById("unsafe").hidden = id === "s-numbers";
      document.querySelector(`#${id} h1`).setAttribute("tabindex", "-1");
      scrollTo(0, 0);
      document.querySelector(`#${id} h1:not([hidden])`)?.focus();
    };
    const tick = () => {
      if (!going) return;
      const over = Date.now() >= going.until;
      say(document.getElementById("s-wait"), ...(over ? ["over"] : [going.awake, "going"]));
      const until = document.getElementById("until");
      until.textContent = over ? "" : `${until.dataset.says} ${clock(going.until)}`;
      document.getElementById("left").textContent = over ? "" : still(going.until);
    };
    const take = (choice) => {
      const { step, minutes, awake, note: wanted } = choice.dataset;
      if (minutes) {
        going ??= { id: newId(), began: Date.now(), awake };
        going.until = Date.now() + minutes * 60000;
        keep();
      }
      if (step === "s-done") going.minutes = Math.max(1, Math.floor((Date.now() - going.began) / 60000));
      if (wanted) {
        if (wanted === "yes") sessionStorage.setItem("note", JSON.stringify(going));
        say(document.getElementById("s-end"), wanted === "yes" ? "waiting" : "no");
        going = null;
        keep();
        send();
      }
      tick();
      show(step);
    };
    for (const section of all("[data-plain]")) section.remove();
    document.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-step]");
      if (!choice) return;
      event.preventDefault();
      take(choice);
    });
    addEventListener("note-sent", () => say(document.getElementById("s-end"), "sent"));
    setInterval(tick, 1000);
    tick();
    const inAMinute = location.pathname.startsWith("/minute/");
    const numbers = location.pathname.startsWith("/minute/numbers/");
    show(numbers ? "s-numbers" : going ? "s-wait" : inAMinute ? "s-1" : "s-none");
  };

  const newId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };

  if (document.currentScript && !document.currentScript.defer) {
    const hour = new Date().getHours();
    if (hour >= 21 || hour < 7) root.dataset.theme = "night";
    root.classList.add("script");
    document.addEventListener("DOMContentLoaded", offline);
  } else {
    online();
  }
  send();
})();
