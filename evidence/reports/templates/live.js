"use strict";
// Shows the day under the slider while it moves, and asks for it once it rests. Without this
// script the button beside the slider does the same.
(() => {
  const REST = 400;
  const slider = document.getElementById("day");

  addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
  });
  if (!slider) return;

  const days = [...document.querySelectorAll("#days option")].map((option) => option.label);
  const shown = document.getElementById("shown");
  const date = document.getElementById("as-of");
  const first = slider.value;
  let waiting;
  const show = () => {
    clearTimeout(waiting);
    const day = days[slider.value];
    shown.value = day;
    date.value = day;
    slider.setAttribute("aria-valuetext", day);
  };
  const ask = () => {
    if (slider.value === first) return;
    sessionStorage.setItem("focus", slider.id);
    date.form.requestSubmit();
  };
  slider.form.querySelector("button").hidden = true;
  slider.addEventListener("input", show);
  slider.addEventListener("change", () => {
    show();
    waiting = setTimeout(ask, REST);
  });
  if (sessionStorage.getItem("focus") === slider.id) slider.focus({ preventScroll: true });
  sessionStorage.removeItem("focus");
})();
