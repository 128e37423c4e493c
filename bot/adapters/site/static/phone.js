// All of this works without this file too: forms post, links lead on. It adds bubbles instead of page loads, the button
// that shares a place, keeping the steps on the phone, and a faster way out. It stores nothing itself.
"use strict";
(() => {
  const AWAY = "https://www.weather.gov/"; // the same as AWAY in pages.py
  const byId = (id) => document.getElementById(id);
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  /* The way out: a link, and Shift pressed three times within two seconds. */

  let leaving = false;
  function leave(event) {
    event?.preventDefault();
    if (leaving) return;
    leaving = true;
    document.documentElement.hidden = true; // nothing left to read while the next page loads
    document.title = "";
    const wiped = fetch("/exit", { method: "POST", keepalive: true }).catch(() => {});
    Promise.race([wiped, pause(400)]).then(() => location.replace(AWAY));
  }

  let shifts = [];
  function countShift(event) {
    if (event.repeat) return;
    shifts = event.key === "Shift" ? [...shifts, event.timeStamp].slice(-3) : [];
    if (shifts.length === 3 && shifts[2] - shifts[0] <= 2000) leave();
  }

  byId("exit").addEventListener("click", leave);
  document.addEventListener("keydown", countShift);
  // A page that comes back from the browser's memory would show the talk to whoever presses Back.
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  /* Keeping the steps on the phone: only when asked, and as easily undone. */

  let offer = null;
  function keeping() {
    const box = byId("keeping");
    if (!box || !("serviceWorker" in navigator)) return;
    const tell = (what) => (byId("kept").textContent = box.dataset[what]);
    box.hidden = false;
    byId("keep").addEventListener("click", () => keep().then(() => tell("kept"), () => tell("failed")));
    byId("remove").addEventListener("click", () => remove().then(() => tell("removed"), () => tell("failed")));
    byId("install").addEventListener("click", () => offer?.prompt());
  }
  async function keep() {
    await navigator.serviceWorker.register("/sw.js?lang=" + document.documentElement.lang);
    await navigator.serviceWorker.ready;
  }
  async function remove() {
    const workers = await navigator.serviceWorker.getRegistrations();
    await Promise.all(workers.map((worker) => worker.unregister()));
    await Promise.all((await caches.keys()).map((store) => caches.delete(store)));
  }
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault(); // offered below, never prompted
    offer = event;
    if (byId("install-part")) byId("install-part").hidden = false;
  });

  function printing() {
    const button = byId("print");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  keeping();
  printing();
  const phone = byId("phone");
  if (!phone) return;

  /* The talk. */

  const log = byId("log");
  const choices = byId("choices");
  const share = byId("share");
  const text = byId("text");
  const canShare = "geolocation" in navigator && isSecureContext && !("ended" in share.dataset); // after the last day, no place

  function add(kind, fill, lang) {
    const bubble = document.createElement("div");
    const who = document.createElement("span");
    who.className = "unseen";
    who.textContent = (kind === "you" ? phone.dataset.you : phone.dataset.answer) + " ";
    const said = document.createElement("div");
    said.dir = "auto";
    fill(said);
    bubble.className = "bubble " + kind;
    if (lang) bubble.lang = lang;
    bubble.append(who, said);
    log.append(bubble);
    return bubble;
  }

  // Shows the start of what is new, so that a long answer is read from its top.
  function show(bubble) {
    if (getComputedStyle(log).overflowY === "visible") return bubble.scrollIntoView(); // low screens scroll the page
    log.scrollTop = bubble.offsetTop - 8;
    if (phone.getBoundingClientRect().top < 0) phone.scrollIntoView();
  }

  function offerChoices(labels, lang) {
    choices.querySelectorAll("button[name]").forEach((button) => button.remove());
    for (const label of labels) {
      const button = document.createElement("button");
      Object.assign(button, { name: "choice", value: label, textContent: label, lang });
      share.before(button);
    }
  }

  function reply(answer, mine) {
    log.setAttribute("aria-live", answer.danger ? "assertive" : "polite");
    // The server has escaped everything in `html`; a page without this script shows the same.
    const said = answer.html.map((html, at) => add(answer.danger && !at ? "danger" : "them", (place) => (place.innerHTML = html), answer.language));
    document.querySelectorAll("input[name=lang]").forEach((field) => (field.value = answer.language));
    share.hidden = !canShare || answer.danger; // in danger a place helps 911, not us
    share.classList.toggle("asked", answer.asks_place);
    offerChoices(answer.choices, answer.language);
    show(answer.danger ? said[0] : mine);
  }

  function offline(mine) {
    log.setAttribute("aria-live", "assertive");
    log.append(byId("offline").content.cloneNode(true));
    show(mine);
  }

  async function ask(fields) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 10000);
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    const lang = document.querySelector("input[name=lang]").value;
    const body = JSON.stringify({ ...fields, lang });
    try {
      const response = await fetch("/chat", { method: "POST", headers, body, signal: stop.signal });
      if (!response.ok) throw new Error(response.status);
      return await response.json();
    } finally {
      clearTimeout(timer);
    }
  }

  // The first answer brings the cookie that ties texts together: a second text waits for it, but never for long.
  let first = null;
  async function send(fields, shown) {
    const mine = add("you", (said) => (said.textContent = shown));
    let helped = false;
    const help = () => helped || ((helped = true), offline(mine));
    const slow = setTimeout(help, 3000); // somebody may not be breathing: the page knows the steps by itself
    show(mine);
    if (first) await Promise.race([first.catch(() => {}), pause(2000)]);
    const asked = ask(fields);
    first = first || asked;
    try {
      reply(await asked, mine);
    } catch {
      first = null;
      help();
    } finally {
      clearTimeout(slow);
    }
  }

  function submit(event) {
    const pressed = event.submitter?.name === "choice" ? event.submitter : null;
    const said = pressed ? pressed.value : text.value.trim();
    event.preventDefault();
    if (!said) return text.focus();
    if (pressed?.form === choices) log.focus({ preventScroll: true }); // the pressed button is about to go
    if (!pressed) text.value = "";
    send(pressed ? { choice: said } : { text: said }, pressed ? pressed.textContent : said);
  }

  function sharePlace() {
    const round = (degrees) => Math.round(degrees * 100) / 100; // before it leaves the phone: about half a mile
    const found = ({ coords }) => send({ lat: round(coords.latitude), lon: round(coords.longitude) }, phone.dataset.place);
    const failed = () => show(add("them", (said) => (said.textContent = phone.dataset.noPlace)));
    navigator.geolocation.getCurrentPosition(found, failed, { timeout: 10000, maximumAge: 600000 });
  }

  document.querySelectorAll("form.chat").forEach((form) => form.addEventListener("submit", submit));
  share.hidden = !canShare;
  share.addEventListener("click", sharePlace);
})();
