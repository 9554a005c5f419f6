// Parts of a page that keep themselves fresh: asked for anew every few seconds, put in place by
// their id, and new calls said aloud. A part somebody works in stays as it is.
(() => {
  const parts = () => [...document.querySelectorAll("[data-fresh]")];
  if (!parts().length) return;
  const every = Number(parts()[0].dataset.fresh) * 1000;
  const calls = () => [...document.querySelectorAll("[data-call]")];
  // What stood there when the page came up was called before; only what follows is said.
  const said = new Set(calls().map((row) => row.dataset.call));
  const speak = (words) => {
    if (!("speechSynthesis" in window)) return;
    const voice = new SpeechSynthesisUtterance(words);
    voice.lang = document.documentElement.lang;
    speechSynthesis.speak(voice);
  };
  const put = (page) => {
    for (const part of parts()) {
      const fresh = page.getElementById(part.id);
      if (fresh && !part.contains(document.activeElement)) part.replaceWith(fresh);
    }
    for (const row of calls().reverse()) {
      if (!said.has(row.dataset.call)) speak(row.dataset.say);
      said.add(row.dataset.call);
    }
  };
  const ask = async () => {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (answer.ok && !answer.redirected) {
        put(new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
    } catch {
      // The network is away; what is shown stays until it is back.
    } finally {
      setTimeout(ask, every);
    }
  };
  setTimeout(ask, every);
})();
