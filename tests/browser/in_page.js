// What the tests ask in the page itself. Each function that looks for faults returns a list: empty is good.

window.cnnlab = {
  panel: () => window.jupyterapp?.shell.currentWidget,
  cells: () => cnnlab.panel().content.widgets,
  scroller: () => cnnlab.panel().node.querySelector(".jp-WindowedPanel-outer"),
  all: (selector) => [...cnnlab.panel().node.querySelectorAll(selector)],

  // --- driving JupyterLab ---

  isReady(path) {
    if (document.querySelector(".jp-Dialog")) return true;
    const panel = cnnlab.panel();
    return panel?.context?.path === path && panel.context.isReady && panel.content.widgets.length > 0
      && panel.sessionContext.session?.kernel?.connectionStatus === "connected" && cnnlab.isIdle();
  },
  // The command itself returns at the first error, also at one that is meant to be, while the cells
  // below still run. So wait until all have run, or until the kernel has rested: then they never will.
  async runAll(seconds) {
    jupyterapp.commands.execute("notebook:run-all-cells");
    const end = Date.now() + 1000 * seconds;
    for (let rested = 0; Date.now() < end && rested < 3000; rested = cnnlab.isIdle() ? rested + 100 : 0) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (cnnlab.isIdle() && !cnnlab.cellsThatDidNotRun().length) return true;
    }
    return Date.now() < end;
  },
  // Runs `code`, then evaluates `expression`, in the kernel, without a cell. The answer is JSON.
  async askKernel(code, expression) {
    const { kernel } = cnnlab.panel().sessionContext.session;
    const expressions = { answer: `__import__("json").dumps(${expression})` };
    const { content } = await kernel.requestExecute({ code, silent: true, user_expressions: expressions }).done;
    const answer = content.user_expressions?.answer;
    if (answer?.status !== "ok") return { error: JSON.stringify(answer ?? content) };
    return { json: answer.data["text/plain"] };
  },
  isIdle: () => cnnlab.panel().sessionContext.session?.kernel?.status === "idle",
  setTheme: (theme) => jupyterapp.commands.execute("apputils:change-theme", { theme }),
  hasTheme: (theme) => document.body.dataset.jpThemeLight === String(theme === "light"),
  shutDown: () => jupyterapp.serviceManager.sessions.shutdownAll(),
  heightOfCells() {
    const last = cnnlab.cells().at(-1).node.getBoundingClientRect().bottom;
    const scroller = cnnlab.scroller();
    return last - scroller.getBoundingClientRect().top + scroller.scrollTop + 20;
  },
  // Scroll to `top`, and say how much of what is then in view was in view before.
  scrollTo(top) {
    cnnlab.scroller().scrollTo({ top, behavior: "instant" });
    return top - cnnlab.scroller().scrollTop;
  },

  // --- what the student sees ---

  headings: () => cnnlab.all(".jp-RenderedMarkdown :is(h1, h2, h3, h4)").map((heading) => heading.textContent),

  cellsThatDidNotRun: () => cnnlab.cells()
    .filter((cell) => cell.model.type === "code" && cell.model.sharedModel.source.trim())
    .filter((cell) => cell.model.executionCount === null)
    .map((cell) => cell.model.sharedModel.source),

  unexpectedErrors: () => cnnlab.cells()
    .filter((cell) => cell.model.type === "code")
    .filter((cell) => !(cell.model.getMetadata("tags") ?? []).includes("raises-exception"))
    .flatMap((cell) => cell.model.outputs.toJSON())
    .filter((output) => output.output_type === "error")
    .map((output) => `${output.ename}: ${output.evalue}`),

  pictures: () => cnnlab.all(".jp-OutputArea-output :is(img, canvas), .jp-RenderedMarkdown img"),

  picturesWithoutText: () => cnnlab.pictures()
    .filter((picture) => !(picture.alt ?? picture.ariaLabel)?.trim() && !picture.ariaHidden)
    .map((picture) => picture.outerHTML.slice(0, 120)),

  picturesNotDrawn: () => cnnlab.pictures()
    .filter((picture) => !picture.closest("[hidden]"))
    .filter((picture) => !(picture.naturalWidth ?? picture.width) || !picture.getBoundingClientRect().width)
    .map((picture) => picture.alt || picture.outerHTML.slice(0, 120)),

  // A figure without a background of its own would put black ink on a dark page.
  picturesWithoutBackground: () => cnnlab.pictures()
    .filter((picture) => picture.naturalWidth && cnnlab.cornerOf(picture)[3] < 255)
    .map((picture) => picture.alt || picture.outerHTML.slice(0, 120)),

  cornerOf(picture) {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0);
    return context.getImageData(0, 0, 1, 1).data;
  },

  outputsWiderThanThePage: () => cnnlab.all(".jp-OutputArea-output")
    .filter((output) => output.scrollWidth > output.clientWidth + 1)
    .map((output) => output.innerText.slice(0, 120) || output.innerHTML.slice(0, 120)),

  // A link to another file must be there, a link to a heading must find it. Nothing outside is asked.
  async brokenLinks() {
    const links = cnnlab.all(".jp-RenderedHTMLCommon a[href]:not(.jp-InternalAnchorLink)");
    const found = await Promise.all(links.map(async (link) => {
      if (link.host !== location.host) return true;
      if (link.getAttribute("href").startsWith("#"))
        return cnnlab.all("[data-jupyter-id]").some((heading) =>
          heading.dataset.jupyterId === decodeURIComponent(link.hash.slice(1)));
      return (await fetch(link.href, { method: "HEAD" })).ok;
    }));
    return links.filter((_, i) => !found[i]).map((link) => link.getAttribute("href"));
  },

  // Text on its background, as WCAG 2 measures it: 4.5 for text, 3 for large text.
  faintTexts: () => cnnlab.all(".jp-RenderedHTMLCommon, .jp-OutputArea-output").flatMap((area) => {
    const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
    const faint = [];
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !cnnlab.isSeen(element)) continue;
      const contrast = cnnlab.contrastOf(element);
      const enough = parseFloat(getComputedStyle(element).fontSize) >= 24 ? 3 : 4.5;
      if (contrast < enough)
        faint.push(`${contrast.toFixed(1)} : 1  ${walker.currentNode.data.trim().slice(0, 60)}`);
    }
    return faint;
  }),

  // The colours of a traceback and the sign beside a heading are JupyterLab's own.
  isSeen: (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !element.closest("[class*=ansi-], .jp-InternalAnchorLink, style, script, [disabled], mjx-assistive-mml"),

  contrastOf(element) {
    const style = getComputedStyle(element);
    const ink = cnnlab.rgba(element instanceof SVGElement ? style.fill : style.color);
    const [dark, light] = [cnnlab.luminance(ink), cnnlab.luminance(cnnlab.paperOf(element))].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  },
  paperOf(element) {
    for (let at = element; at; at = at.parentElement) {
      const colour = cnnlab.rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 127) return colour;
    }
    return [255, 255, 255, 255];
  },
  rgba(colour) {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
    const context = canvas.getContext("2d");
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return context.getImageData(0, 0, 1, 1).data;
  },
  luminance: ([red, green, blue]) => [red, green, blue]
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0),
};
