/* Enhancement only: every page does all of its work without this file. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const tell = (element, words, isBad) => {
    if (!element) return;
    element.textContent = words;
    element.classList.toggle("bad", Boolean(isBad));
  };

  one("[data-take-focus]")?.focus();

  // A summary's link also puts the cursor into the field it names.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".errsum a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  });

  // A second press while the first is under way does nothing; the button keeps its focus.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", () => {
    all("form[data-sent]").forEach((form) => delete form.dataset.sent);
    all(".btn[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });

  // Questions that other answers show: each carries the combinations of answers that show it.
  const answer = (form, name) => new FormData(form).get(name) || "";
  const isMet = (form, one) =>
    Object.entries(one).every(([name, value]) => {
      const given = answer(form, name);
      return given === String(value) || (given === "" && value === "no");
    });
  all("[data-shown-when]").forEach((part) => {
    const form = part.closest("form");
    const combinations = JSON.parse(part.dataset.shownWhen);
    const look = () => (part.hidden = !combinations.some((one) => isMet(form, one)));
    all("[data-maybe]", part).forEach((words) => words.remove());
    form.addEventListener("change", look);
    look();
  });

  // Drafts: the form is sent to its draft address a moment after each change.
  all("form[data-draft-url]").forEach((form) => {
    const line = one("[data-draft-status]", form);
    if (!line) return;
    const say = line.dataset;
    let timer = 0;
    let isUnsaved = false;
    const offline = () => tell(line, isUnsaved ? say.lost : say.offline, true);
    const save = async () => {
      if (!isUnsaved || form.dataset.sent) return;
      const answers = new FormData(form);
      all("[type=file]", form).forEach((field) => answers.delete(field.name));
      isUnsaved = false;
      try {
        const answer = await fetch(form.dataset.draftUrl, { method: "POST", body: answers });
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        const time = new Date().toTimeString().slice(0, 5);
        tell(line, say.saved.replace("{time}", time));
      } catch {
        isUnsaved = true;
        offline();
      }
    };
    const soon = () => {
      isUnsaved = true;
      clearTimeout(timer);
      timer = setTimeout(save, 800);
    };
    form.addEventListener("change", soon);
    addEventListener("offline", offline);
    addEventListener("online", save);
  });

  // Keys of the staff pages; a person may switch them off (WCAG 2.1.4).
  const press = (key) => one(`[data-key="${key}"]`);
  const step = (by) => {
    const rows = all("[data-row]");
    const at = rows.indexOf(document.activeElement);
    rows[Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (document.documentElement.dataset.keys !== "on") return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("input:not([type=checkbox]),select,textarea")) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
    const wanted = /^[a-z0-9?/]$/.test(key) ? press(key) : null;
    if (!wanted) return;
    event.preventDefault();
    wanted.focus();
    if (!wanted.matches("input,select,textarea")) wanted.click();
  });

  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      const text = document.getElementById(copy.dataset.copy).textContent.trim();
      await navigator.clipboard.writeText(text);
      tell(one("[data-copied]"), copy.dataset.done);
    }
    const aloud = event.target.closest("[data-speak]");
    if (aloud) {
      const speech = new SpeechSynthesisUtterance(one(aloud.dataset.speak).innerText);
      speech.lang = document.documentElement.lang;
      speech.rate = 0.85;
      speechSynthesis.cancel();
      speechSynthesis.speak(speech);
    }
  });
  if (navigator.clipboard) all("[data-copy]").forEach((button) => (button.hidden = false));
  if (window.speechSynthesis) all("[data-speak]").forEach((button) => (button.hidden = false));

  // An open panel closes with Escape or with a press beside it.
  const shut = (keep) =>
    all("details.drop-down[open]").forEach((panel) => {
      if (panel !== keep) panel.open = false;
    });
  document.addEventListener("click", (event) => shut(event.target.closest("details.drop-down")));
  document.addEventListener("keydown", (event) => {
    const panel = event.key === "Escape" && event.target.closest("details.drop-down[open]");
    if (!panel) return;
    panel.open = false;
    one("summary", panel).focus();
  });
})();
