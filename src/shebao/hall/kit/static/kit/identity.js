/* Passkeys and proof of work. Without this file there are other ways on every page that uses it. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const opened = (asked) => {
    const key = asked.publicKey;
    key.challenge = bytes(key.challenge);
    if (key.user) key.user.id = bytes(key.user.id);
    for (const list of [key.allowCredentials, key.excludeCredentials]) {
      for (const one of list || []) one.id = bytes(one.id);
    }
    return asked;
  };
  const closed = (made) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[name]) response[name] = text(made.response[name]);
    }
    return JSON.stringify({
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      response,
      clientExtensionResults: {},
    });
  };

  // The button signs first, and sends the form of its page once there is a signature.
  const answer = async (part, form) => {
    const asking = new FormData();
    asking.set("csrfmiddlewaretoken", new FormData(form).get("csrfmiddlewaretoken"));
    asking.set("for", part.dataset.passkey);
    const reply = await fetch(part.dataset.address, { method: "POST", body: asking });
    if (!reply.ok) throw new Error(reply.status);
    const asked = opened(await reply.json());
    const way = part.dataset.passkey === "new" ? "create" : "get";
    return closed(await navigator.credentials[way](asked));
  };
  all("[data-passkey]").forEach((part) => {
    if (!window.PublicKeyCredential) return;
    part.hidden = false;
    const button = part.querySelector("button");
    const field = part.querySelector("[name=prove_answer]");
    const status = part.querySelector("[role=status]");
    button.addEventListener("click", async (event) => {
      if (field.value) return;
      event.preventDefault();
      status.textContent = "";
      try {
        field.value = await answer(part, button.form);
        button.form.requestSubmit(button);
      } catch {
        status.textContent = status.dataset.failed;
      }
    });
  });

  // Proof of work: find the number behind a digest; the form is sent once it is found.
  const digest = async (words) => {
    const made = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words));
    return [...new Uint8Array(made)].map((one) => one.toString(16).padStart(2, "0")).join("");
  };
  const solved = async (task) => {
    for (let number = 0; number <= task.maxnumber; number += 1) {
      if ((await digest(task.salt + number)) === task.challenge) return number;
    }
    throw new Error("unsolvable");
  };
  all("[data-work]").forEach(async (field) => {
    if (!window.crypto?.subtle) return;
    const task = JSON.parse(field.dataset.work);
    const { algorithm, challenge, salt, signature } = task;
    const number = await solved(task);
    field.value = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
  });
})();
