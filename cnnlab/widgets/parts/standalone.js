// A widget in a page without Jupyter: `LocalModel` keeps the state that a kernel would keep.

export class LocalModel {
  #state;
  #changed = new Set();
  #listeners = new Map();

  constructor(state) {
    this.#state = { ...state };
  }
  get(name) {
    return this.#state[name];
  }
  set(name, value) {
    if (this.#state[name] === value) return;
    this.#state[name] = value;
    this.#changed.add(name);
    this.#tell(`change:${name}`);
  }
  save_changes() {
    this.#changed.clear();
  }
  on(names, listener) {
    for (const name of names.split(" ")) {
      if (!this.#listeners.has(name)) this.#listeners.set(name, new Set());
      this.#listeners.get(name).add(listener);
    }
  }
  off(names, listener) {
    for (const name of names.split(" ")) this.#listeners.get(name)?.delete(listener);
  }
  countListeners() {
    return [...this.#listeners.values()].reduce((sum, each) => sum + each.size, 0);
  }
  #tell(name) {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener();
  }
}

/** Show a widget in `element`; returns its model and a function that takes it away again. */
export async function mount(script, state, element) {
  // A page that was opened as a file may not import other files, but it may import its own text.
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { default: widget } = await import(address);
  URL.revokeObjectURL(address);
  const model = new LocalModel(withBytes(state));
  const close = widget.render({ model, el: element });
  return { model, close };
}

/** The state as it was before Python wrote its bytes as text. */
function withBytes(value) {
  if (Array.isArray(value)) return value.map(withBytes);
  if (value === null || typeof value !== "object") return value;
  if (typeof value.base64 === "string") {
    const bytes = Uint8Array.from(atob(value.base64), (letter) => letter.charCodeAt(0));
    return new DataView(bytes.buffer);
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withBytes(each)]));
}

/** Show the widget that this page carries. */
export async function mountFromPage() {
  const { script, state } = JSON.parse(document.getElementById("carried").textContent);
  window.widget = await mount(script, state, document.getElementById("widget"));
}
