// One question a screen, for phones. Without this file the form is one long page and complete; all
// it says and knows stands in that page, and it stores nothing on the phone. See README.md.
"use strict";
(() => {
  const row = document.querySelector(".send[data-number]");
  if (!row) return;
  // An item may be called "action" or "submit", so nothing of that kind is asked of the form.
  const form = row.closest("form");
  const root = document.documentElement;
  const words = row.dataset;
  const items = [...form.querySelectorAll(".item")];
  const heading = (item) => item.querySelector("h2, h3");
  const nameOf = (item) => item.querySelector("[name]").name;
  const byName = new Map(items.map((item) => [nameOf(item), item]));
  const send = row.querySelector("button");
  const sendText = send.textContent;
  const comment = form.querySelector("textarea");
  const make = (tag, kind = "", text = "") =>
    Object.assign(document.createElement(tag), { className: kind, textContent: text });
  const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);
  const number = (count) => count.toLocaleString(root.lang);

  // The item on the screen, and how many screens of ours the browser's Back can go.
  let now = null;
  let depth = 0;
  let shownAt = -Infinity;
  let waiting = 0;
  let sending = false;
  let thanks = "";

  // What is asked: the conditions are the form's own, written on the boxes around an item.
  const places = (item) =>
    [...item.querySelectorAll(".scale input, .choices input")]
      .flatMap((input, index) => (input.checked ? [String(index + 1)] : []));
  const asked = (item) => {
    for (let box = item.closest("[data-on]"); box; box = box.parentElement.closest("[data-on]")) {
      const earlier = byName.get(box.dataset.on);
      const wanted = box.dataset.when.split(" ");
      if (!asked(earlier) || !places(earlier).some((place) => wanted.includes(place))) return false;
    }
    return true;
  };
  const answered = (item) =>
    item.querySelector("textarea")?.value.trim() || item.querySelector(":checked");
  const steps = () => items.filter(asked);
  const anything = () => steps().some(answered);

  // The row of buttons.
  const back = make("button", "back", words.back);
  const next = make("button", "next");
  back.type = next.type = "button";
  const message = make("p", "fault");
  message.setAttribute("role", "alert");
  const bar = make("progress");
  // The heading says it in words.
  bar.setAttribute("aria-hidden", "true");
  row.classList.add("walk");
  send.before(back);
  send.after(next);
  row.before(message);
  // This file saves by itself.
  row.querySelector(".part")?.remove();
  const promise = form.querySelector(".promise") ?? make("p", "promise");
  const rest = document.querySelector(".rest");
  if (rest) promise.append(rest);
  promise.append(" ", words.kept);
  message.before(promise);
  form.insertBefore(bar, form.firstChild);

  // Buttons, numbers and the bar as they are right now.
  const refresh = () => {
    const list = steps();
    const place = list.indexOf(now);
    const isLast = place === list.length - 1;
    const line = fill(words.number, { number: place + 1, count: list.length });
    heading(now).querySelector(".number").textContent = line;
    bar.max = list.length;
    bar.value = place + 1;
    back.hidden = place === 0;
    next.hidden = isLast;
    next.textContent = answered(now) ? words.next : words.skip;
    next.classList.toggle("main", Boolean(answered(now)));
    send.hidden = !isLast && !anything();
    send.classList.toggle("main", isLast);
    if (!sending) send.textContent = isLast ? sendText : words.now;
  };

  const show = (item, isMoving = true) => {
    now = item;
    for (const other of items) other.hidden = other !== item;
    for (const part of form.querySelectorAll(".dimension")) part.hidden = !part.contains(item);
    root.classList.toggle("later", item !== items[0]);
    for (const sound of form.querySelectorAll("audio")) sound.pause();
    message.textContent = "";
    clearTimeout(waiting);
    waiting = 0;
    refresh();
    if (!isMoving) return;
    const summary = document.querySelector(".faults");
    if (summary) summary.hidden = true;
    shownAt = performance.now();
    heading(item).focus({ preventScroll: true });
    scrollTo(0, 0);
  };

  const address = (name, value) => {
    const url = new URL(form.getAttribute("action"), location);
    url.searchParams.set(name, value);
    return url;
  };
  const post = (url, body, keepalive) =>
    fetch(url, { method: "POST", body, credentials: "omit", keepalive });

  // What was chosen so far is kept by the office under the page's id, one request at a time, so
  // that an older never comes after a newer one. Where that fails the next step tries again.
  let saved = "";
  let saving = false;
  const save = () => {
    const body = new URLSearchParams();
    for (const input of form.querySelectorAll("[type=hidden], .item :checked")) {
      body.append(input.name, input.value);
    }
    const text = String(body);
    if (sending || saving || text === saved || !form.querySelector(":checked")) return;
    saving = true;
    post(address("part", "quiet"), body, true).then((answer) => {
      saving = false;
      if (!answer.ok) return;
      saved = text;
      save();
    }, () => { saving = false; });
  };
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });

  const go = (item) => {
    save();
    depth += 1;
    history.pushState({ item: nameOf(item), depth }, "");
    show(item);
  };
  const forward = () => {
    if (tooLong()) return;
    const list = steps();
    const following = list[list.indexOf(now) + 1];
    if (following) go(following);
  };
  const backward = () => {
    if (depth > 0) return history.back();
    const list = steps();
    show(list[Math.max(list.indexOf(now) - 1, 0)]);
  };
  addEventListener("popstate", (event) => {
    depth = event.state?.depth ?? 0;
    const wanted = byName.get(event.state?.item) ?? items[0];
    const list = steps();
    show(list.findLast((item) => items.indexOf(item) <= items.indexOf(wanted)) ?? list[0]);
  });

  // A finger on an answer goes on by itself, after the answer has been seen; keys never do, so that
  // arrows can look at every answer, and a screen reader is not carried off.
  const isRushed = () => performance.now() - shownAt < 350;
  form.addEventListener("click", (event) => {
    // The second half of a double tap must not answer the question that came in between.
    if (event.detail > 0 && isRushed()) return event.preventDefault();
    const input = event.target.closest(".item label")?.querySelector("input[type=radio]");
    if (!input || event.detail === 0 || waiting) return;
    waiting = setTimeout(() => {
      waiting = 0;
      if (input.checked) forward();
    }, 280);
  }, true);
  form.addEventListener("change", refresh);
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.matches("textarea, button, a, summary, [type=text]")) return;
    const level = /^[1-5]$/.test(event.key) && now.querySelectorAll(".scale input")[event.key - 1];
    if (level) {
      level.checked = true;
      level.focus();
      refresh();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (next.hidden) form.requestSubmit();
      else forward();
    }
  });
  next.addEventListener("click", forward);
  back.addEventListener("click", backward);

  // The comment: counted as a reader counts, told aloud only when the end is near.
  const segments = Intl.Segmenter && new Intl.Segmenter(root.lang, { granularity: "grapheme" });
  const length = (text) =>
    segments ? [...segments.segment(text)].length : [...text.normalize("NFC")].length;
  const room = () => comment.dataset.max - length(comment.value.trim());
  const tooLong = () => {
    if (!comment || room() >= 0) return false;
    const item = comment.closest(".item");
    if (item !== now) go(item);
    message.textContent = fill(comment.dataset.over, { count: number(-room()) });
    comment.focus();
    return true;
  };
  if (comment) {
    const count = make("p", "left");
    const aloud = make("p", "aloud");
    count.setAttribute("aria-hidden", "true");
    aloud.setAttribute("role", "status");
    comment.after(count, aloud);
    let pause = 0;
    const tell = () => {
      const left = room();
      const line = fill(left < 0 ? comment.dataset.over : comment.dataset.left,
        { count: number(Math.abs(left)) });
      count.textContent = line;
      count.classList.toggle("over", left < 0);
      if (left < 0) comment.setAttribute("aria-invalid", "true");
      else comment.removeAttribute("aria-invalid");
      clearTimeout(pause);
      if (left <= 100) pause = setTimeout(() => { aloud.textContent = line; }, 1000);
    };
    comment.addEventListener("input", () => {
      tell();
      refresh();
    });
    tell();
  }

  // Sending: once, whatever is tapped. The id stands in the page, so that trying again after a lost
  // line is the same answer.
  const submitPlainly = () => HTMLFormElement.prototype.submit.call(form);
  const fail = (text) => {
    sending = false;
    send.removeAttribute("aria-disabled");
    message.textContent = text;
    refresh();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sending || tooLong()) return;
    if (!anything()) return fail(words.empty);
    sending = true;
    message.textContent = "";
    send.setAttribute("aria-disabled", "true");
    send.textContent = words.sending;
    const body = new URLSearchParams();
    // Line ends as a page without script sends them: the content is the same either way.
    for (const [name, value] of new FormData(form)) {
      body.append(name, value.replace(/\r?\n/g, "\r\n"));
    }
    post(form.getAttribute("action"), body).then((answer) => {
      // Whatever is not thanks is a page to be read: the server shows it, under the same id.
      if (!answer.redirected) return submitPlainly();
      thanks = answer.url;
      location.replace(thanks);
    }, () => fail(words.failed));
  });
  // A page that comes back from the browser's memory has been sent.
  addEventListener("pageshow", (event) => {
    if (event.persisted && thanks) location.replace(thanks);
  });

  // The switches for size and contrast, and another language: nothing entered is lost.
  for (const link of document.querySelectorAll("[data-look]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      root.classList.toggle(link.dataset.look);
      [link.textContent, link.dataset.other] = [link.dataset.other, link.textContent];
      const large = root.classList.contains("large");
      const contrast = root.classList.contains("contrast");
      const look = large && contrast ? "both" : large ? "large" : contrast ? "contrast" : "";
      const turn = (address) => {
        const url = new URL(address, location);
        if (look) url.searchParams.set("look", look);
        else url.searchParams.delete("look");
        return url.href;
      };
      form.setAttribute("action", turn(form.getAttribute("action")));
      history.replaceState(history.state, "", turn(location));
      for (const other of document.querySelectorAll(".languages a")) other.href = turn(other.href);
    });
  }
  for (const link of document.querySelectorAll(".languages a")) {
    link.addEventListener("click", (event) => {
      if (!items.some(answered)) return;
      event.preventDefault();
      form.setAttribute("action", address("show", "1"));
      form.querySelector("[name=lang]").value = link.hreflang;
      submitPlainly();
    });
  }
  for (const link of document.querySelectorAll(".faults a")) {
    link.addEventListener("click", (event) => {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      event.preventDefault();
      // Who wants to be answered says so below the last question.
      go(target.closest(".item") ?? steps().at(-1));
      target.focus();
    });
  }

  // Begin: at what is to be mended, at what was tapped before this file arrived, or at the start.
  for (const item of items) {
    const title = heading(item);
    title.tabIndex = -1;
    if (!title.querySelector(".number")) title.prepend(make("span", "number"), " ");
  }
  root.classList.add("steps");
  document.querySelector("h1").classList.add("title-short");
  history.replaceState(null, "");
  const wrong = items.find((item) => item.matches(".wrong"))
    ?? (form.querySelector(".contact.wrong") && steps().at(-1));
  const touched = steps().findLast(answered);
  show(wrong ?? touched ?? items[0], false);
})();
