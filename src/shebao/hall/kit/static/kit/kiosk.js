// A kiosk's screen: leads on when nobody touches it, forgets what it held, reads itself aloud.
(() => {
  const body = document.body;
  const onward = body.dataset.onward;
  let timer;
  const wait = () => {
    clearTimeout(timer);
    if (onward) timer = setTimeout(() => location.replace(onward), Number(body.dataset.idle) * 1000);
  };
  if (onward) {
    wait();
    if (!("strict" in body.dataset)) {
      for (const name of ["pointerdown", "keydown", "input"]) addEventListener(name, wait, { passive: true });
    }
    for (const link of document.querySelectorAll("a[href]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        location.replace(link.href);
      });
    }
  }
  if (new URLSearchParams(location.search).has("wiped")) {
    localStorage.clear();
    sessionStorage.clear();
    history.replaceState(null, "", location.pathname);
  }
  // A screen out of the browser's memory is asked for anew, so that the way back shows nothing.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  const speak = document.querySelector("[data-speak]");
  if (speak && "speechSynthesis" in window) {
    speak.hidden = false;
    speak.addEventListener("click", () => {
      const said = new SpeechSynthesisUtterance(document.querySelector("main").innerText);
      said.lang = document.documentElement.lang;
      speechSynthesis.cancel();
      // A screen that reads itself aloud stays until it has finished, or for a minute at most.
      clearTimeout(timer);
      timer = setTimeout(wait, 60000);
      said.addEventListener("end", wait);
      speechSynthesis.speak(said);
    });
    addEventListener("pagehide", () => speechSynthesis.cancel());
  }
})();
