"use strict";
// Two comforts; every page works without them. Hours are read while they are typed, and a file that is too large is refused
// before it is sent.
(function () {
  const form = document.getElementById("site");
  const said = document.getElementById("reading");
  if (form && said) {
    const button = document.getElementById("read");
    let waits = 0;
    let asked = 0;
    const read = async () => {
      const mine = ++asked;
      const fields = new FormData();
      for (const name of ["csrf_token", "hours", "rrule", "zip"]) fields.append(name, form.elements[name].value);
      try {
        const answer = await fetch(form.dataset.reading, { method: "POST", body: fields });
        const text = await answer.text();
        if (answer.ok && mine === asked) said.innerHTML = text;
      } catch { /* the button is still there */ }
    };
    button.hidden = true;
    for (const name of ["hours", "rrule", "zip"]) {
      form.elements[name].addEventListener("input", () => { clearTimeout(waits); waits = setTimeout(read, 350); });
    }
  }
  const file = document.querySelector("input[type=file][data-largest]");
  if (file) {
    const fault = document.getElementById("file-fault");
    file.form.addEventListener("submit", (event) => {
      const chosen = file.files[0];
      if (chosen && chosen.size > Number(file.dataset.largest)) {
        event.preventDefault();
        fault.hidden = false;
        file.focus();
      }
    });
    file.addEventListener("change", () => { fault.hidden = true; });
  }
})();
