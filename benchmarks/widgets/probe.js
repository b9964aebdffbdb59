// Runs in the page: which picture was painted, and when. Nothing here trusts the widget.
//
// A picture is known by one of its columns. For each position of the slider the right column has been
// computed in Python; `shown` is the position whose column is on the screen, or -1 for none of them.
// It is read after all that a frame changes has been changed and before it is painted (a
// ResizeObserver runs then); a message sent from there arrives when the frame has been painted.

window.probe = {
  frames: [], // { begun, painted, cost, shown or key }: times in milliseconds of performance.now()
  changes: [], // { at, position }: of the slider
  keyAt: null,
  look: () => (probe.hashing ? { key: probe.hash() } : { shown: probe.positionShown() }), // at each frame

  /** `columns` is base64: for each position rows × [red, green, blue]. */
  watch({ picture, slider, valueOf, lowest, step, column, rows, columns, tolerance }) {
    Object.assign(probe, { picture, slider, lowest, step, column, rows });
    probe.valueOf = new Function("slider", `return ${valueOf}`);
    probe.columns = Uint8Array.from(atob(columns), (letter) => letter.charCodeAt(0));
    probe.most = tolerance * rows.length * 3;
    probe.found = 0;
    probe.running ??= probe.run();
  },

  run() {
    const bell = document.body.appendChild(document.createElement("div"));
    bell.style.cssText = "position: fixed; top: 0; left: 0; height: 1px; width: 1px; opacity: 0; contain: strict";
    const { port1: afterPaint, port2: inFrame } = new MessageChannel();
    let begun = 0;
    const nextFrame = (now) => {
      begun = now;
      bell.style.width = bell.style.width === "1px" ? "2px" : "1px";
      requestAnimationFrame(nextFrame);
    };
    new ResizeObserver(() => {
      const looked = performance.now();
      const seen = probe.look();
      probe.frames.push({ begun, painted: null, cost: performance.now() - looked, ...seen });
      inFrame.postMessage(probe.frames.length - 1);
    }).observe(bell);
    afterPaint.onmessage = ({ data }) => {
      if (probe.frames[data]) probe.frames[data].painted = performance.now();
    };
    window.addEventListener("keydown", (event) => (probe.keyAt ??= event.timeStamp), true);
    for (const kind of ["input", "pointermove", "mousemove"]) window.addEventListener(kind, probe.noteChange);
    requestAnimationFrame(nextFrame);
    return true;
  },

  // --- what is on the screen ---

  element: () => [...document.querySelectorAll(probe.picture)].at(-1),

  copy(left, width, scratch) {
    const element = probe.element();
    const height = element?.naturalHeight ?? element?.height;
    if (!height || element.complete === false) return null;
    if (scratch.canvas.height !== height || scratch.canvas.width !== width) Object.assign(scratch.canvas, { width, height });
    scratch.drawImage(element, left, 0, width, height, 0, 0, width, height);
    return scratch.getImageData(0, 0, width, height).data;
  },

  positionShown() {
    const pixels = probe.copy(probe.column, 1, probe.narrow);
    if (!pixels || pixels.length < 4 * probe.rows.at(-1)) return -1;
    const last = probe.found, count = probe.columns.length / (3 * probe.rows.length);
    let best = probe.difference(pixels, last, Infinity);
    for (let position = 0; position < count; position++) {
      const difference = probe.difference(pixels, position, best);
      if (difference < best) [best, probe.found] = [difference, position];
    }
    return best <= probe.most ? probe.found : -1;
  },

  difference(pixels, position, enough) {
    let sum = 0, at = position * probe.rows.length * 3;
    for (const row of probe.rows) {
      sum += Math.abs(pixels[4 * row] - probe.columns[at++]) + Math.abs(pixels[4 * row + 1] - probe.columns[at++])
        + Math.abs(pixels[4 * row + 2] - probe.columns[at++]);
      if (sum >= enough) return sum;
    }
    return sum;
  },

  /** A number for the whole picture: another picture, another number. */
  hash() {
    const width = probe.element()?.width, bytes = width && probe.copy(0, width, probe.wide);
    return bytes ? new Uint32Array(bytes.buffer).reduce((sum, pixel) => (Math.imul(sum, 31) + pixel) | 0, width) : null;
  },

  /** Every pixel, as base64 of red, green, blue, alpha. */
  wholePicture() {
    const element = probe.element(), width = element.naturalWidth ?? element.width;
    const bytes = probe.copy(0, width, probe.wide);
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return { width, pixels: btoa(text) };
  },

  // --- the slider ---

  position() {
    const slider = document.querySelector(probe.slider);
    return slider ? Math.round((probe.valueOf(slider) - probe.lowest) / probe.step) : -1;
  },
  /** Where the slider's -4 and 4 are, and its height: [left, right, y] in the page. */
  track() {
    const slider = document.querySelector(probe.slider), handle = slider.closest(".noUi-target");
    const { left, right, top, height } = (handle ?? slider).getBoundingClientRect();
    const half = handle ? 0 : 8; // the middle of a thumb does not reach the ends of its track
    return [left + half, right - half, top + height / 2];
  },
  noteChange() {
    const position = probe.position();
    if (position !== probe.changes.at(-1)?.position) probe.changes.push({ at: performance.now(), position });
  },
  forget() {
    probe.frames.length = probe.changes.length = 0;
    probe.keyAt = null;
    probe.noteChange();
  },

  // --- the notebook ---

  /** Changes the last cell but one, and runs both. */
  async runAgain(code) {
    const { content } = jupyterapp.shell.currentWidget, last = content.widgets.length - 1;
    content.widgets[last - 1].model.sharedModel.setSource(code);
    for (const index of [last - 1, last]) {
      content.activeCellIndex = index;
      await jupyterapp.commands.execute("notebook:run-cell");
    }
  },

  // --- answers ---

  /** Waits until the picture of `position` has been painted, not before the time `since`; returns when,
   *  or null after `seconds`. */
  async paintedAt(position, since = 0, seconds = 20) {
    const end = performance.now() + 1000 * seconds;
    while (performance.now() < end) {
      const frame = probe.frames.find(({ shown, painted }) => shown === position && painted !== null && painted >= since);
      if (frame) return frame.painted;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return null;
  },

  /** Milliseconds from asking the kernel to run nothing until it says that it has. */
  async roundTrips(count) {
    const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session, times = [];
    for (let i = 0; i < count; i++) {
      await new Promise((resolve) => setTimeout(resolve, 20 + 10 * Math.random()));
      const asked = performance.now();
      await kernel.requestExecute({ code: "", silent: true, store_history: false }).done;
      times.push(performance.now() - asked);
    }
    return times;
  },
};

for (const name of ["narrow", "wide"])
  probe[name] = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
