// The questions that tests/browser.py puts to an open page. Each call has its own copy of these
// functions; what must last from call to call lies on `window.__walk`.

const NAMED = "a[href], area[href], button, input:not([type=hidden]):not([type=radio]), " +
  "select, textarea, summary, [tabindex]:not([tabindex^='-']), [contenteditable=true]";

function forget() {
  try {
    localStorage.clear();
    sessionStorage.clear();
  } catch {
    // A page without an origin has nothing to forget.
  }
}

function outline(element) {
  const copy = element.cloneNode(false).outerHTML;
  const words = (element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
  return (copy.length > 120 ? copy.slice(0, 120) + "…" : copy) + (words ? " " + words : "");
}

// Every address that a click would follow, as the browser understands it.
function addresses() {
  const links = [...document.querySelectorAll("a, area, form, [formaction]")];
  return links.flatMap((link) => {
    const given = link.href ?? (link.hasAttribute("action") ? link.action : link.formAction);
    const address = given instanceof SVGAnimatedString ? given.baseVal : given;
    if (!address) return [];
    try {
      return [new URL(address, document.baseURI).href];
    } catch {
      return []; // A browser that cannot read an address follows it nowhere.
    }
  });
}

function overflow() {
  const screen = document.scrollingElement;
  if (screen.scrollWidth <= window.innerWidth) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((element) =>
    element.getBoundingClientRect().right + window.scrollX > window.innerWidth + 0.5);
  const said = wide.slice(0, 5).map(outline);
  return [`${screen.scrollWidth} px on a screen of ${window.innerWidth}`, ...said];
}

function look(element) {
  const style = getComputedStyle(element);
  const line = parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none";
  return [line ? style.outline : "", style.boxShadow, style.backgroundColor, style.borderColor,
    style.borderWidth, style.textDecoration].join(" / ");
}

function isShown(element) {
  return !element.disabled && element.checkVisibility({ visibilityProperty: true }) &&
    !element.closest("[inert]");
}

function rememberControls() {
  document.activeElement?.blur?.();
  getSelection().removeAllRanges();
  const controls = [...document.querySelectorAll(NAMED)].filter(isShown);
  window.__walk = { before: new Map(controls.map((one) => [one, look(one)])), faint: new Set(),
    reached: new Set() };
  return controls.length;
}

// Whether the focus is still in the page and somewhere new, or in another field of the same control,
// as a date has several.
function noteFocus() {
  const { before, faint, reached, last } = window.__walk;
  const here = document.activeElement;
  window.__walk.last = here;
  if (here !== document.body && here === last) return true;
  if (!here || here === document.body || reached.has(here)) return false;
  reached.add(here);
  if (before.has(here) && before.get(here) === look(here)) faint.add(here);
  return true;
}

function missedControls() {
  const { before, faint, reached } = window.__walk;
  const missed = [...before.keys()].filter((one) => !reached.has(one));
  return [...missed.map((one) => "not reached: " + outline(one)),
    ...[...faint].map((one) => "focus not visible: " + outline(one))];
}
