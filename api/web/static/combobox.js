/* An editable combobox with a list of suggestions, as the ARIA Authoring Practices describe it. */
const SHORTEST = 2;
const PAUSE_MS = 150;
let made = 0;

/* `ask(text, signal)` gives [{text, of}], `told(count)` says how many there are, `taken()` is called after a choice. */
export function combobox(input, { ask, told, taken }) {
  const list = document.createElement("ul");
  list.id = `suggestions-${(made += 1)}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${input.id}"]`)?.textContent.trim() ?? "");
  const status = document.createElement("span");
  status.className = "visually-hidden suggestions-told";
  status.setAttribute("role", "status");
  input.after(list, status);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

  let pause;
  let asked;
  let active = -1;

  const close = () => {
    clearTimeout(pause);
    asked?.abort();
    list.hidden = true;
    status.textContent = "";
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (place) => {
    const options = [...list.children];
    active = (place + options.length) % options.length;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === active)));
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  };

  const take = (option) => {
    input.value = option.dataset.text;
    close();
    taken();
  };

  const show = (found) => {
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...found.map((one, number) => optionOf(one, `${list.id}-${number}`)));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = found.length ? told(found.length) : "";
  };

  const look = async () => {
    asked?.abort();
    asked = new AbortController();
    const text = input.value.trim();
    if (text.length < SHORTEST) {
      close();
      return;
    }
    try {
      const found = await ask(text, asked.signal);
      if (document.activeElement === input) show(found.filter((one) => one.text !== text));
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(look, PAUSE_MS);
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) look();
      else mark(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
    } else if (event.key === "Enter" && open && active >= 0) {
      event.preventDefault();
      take(list.children[active]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    }
  });
}

function optionOf(one, id) {
  const option = document.createElement("li");
  option.id = id;
  option.className = "suggestion";
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.text = one.text;
  option.append(one.text);
  if (one.of) {
    const of = document.createElement("span");
    of.className = "suggestion-of";
    of.textContent = one.of;
    option.append(" ", of);
  }
  return option;
}
