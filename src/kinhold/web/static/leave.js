"use strict";
// Covered first, then signed out, then gone; the page's place in the history is taken by the other.
(() => {
  const form = document.querySelector(".leave form");
  const leave = (event) => {
    event?.preventDefault();
    const over = document.createElement("div");
    over.className = "over";
    over.setAttribute("role", "alert");
    over.textContent = form.dataset.says;
    document.body.replaceChildren(over);
    const body = new URLSearchParams({ quick: "beacon" });
    if (!navigator.sendBeacon("/leave/", body))
      fetch("/leave/", { method: "POST", body, keepalive: true });
    location.replace(form.dataset.to);
  };
  form.addEventListener("submit", leave);
  let times = 0;
  let timer;
  addEventListener("keyup", (event) => {
    clearTimeout(timer);
    times = event.key === "Shift" ? times + 1 : 0;
    if (times === 3) leave();
    timer = setTimeout(() => (times = 0), 5000);
  });
})();
