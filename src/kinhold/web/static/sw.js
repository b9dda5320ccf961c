"use strict";
// Keeps one page that works without a connection, its script, its style and its icon; nothing else.
const KEPT = "minute-@version@";
const PAGE = "@page@";
const FILES = [PAGE, "/static/app.css", "/static/minute.js", "/static/icon.svg"];
const PATIENCE = 3000;

const fresh = (url) => new Request(url, { cache: "reload", credentials: "omit" });

addEventListener("install", (event) => {
  const filled = caches.open(KEPT).then((cache) => cache.addAll(FILES.map(fresh)));
  event.waitUntil(filled.then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const dropped = caches
    .keys()
    .then((names) => Promise.all(names.filter((n) => n !== KEPT).map((n) => caches.delete(n))));
  event.waitUntil(dropped.then(() => clients.claim()));
});

const kept = async (url) => (await caches.match(url)) ?? Response.error();

const page = (request, inAMinute) => {
  const asked = fetch(request).catch(() => kept(PAGE));
  if (!inAMinute) return asked;
  const late = new Promise((done) => setTimeout(done, PATIENCE)).then(() => kept(PAGE));
  return Promise.race([asked, late]);
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (new URL(request.url).origin !== location.origin || path === "/leave/") return;
  if (request.mode === "navigate" && request.method === "POST")
    event.respondWith(fetch(request).catch(() => kept(PAGE)));
  else if (request.method !== "GET") return;
  else if (request.mode === "navigate") event.respondWith(page(request, path.startsWith("/minute/")));
  else if (FILES.includes(path)) event.respondWith(fetch(request).catch(() => kept(path)));
});
