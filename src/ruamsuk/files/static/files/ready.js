// Photos that were still being prepared when the page was drawn come in by themselves as soon as they are ready.

const WAIT = 2000, MOST = 30;

async function look(tries) {
  const waiting = [...document.querySelectorAll("[data-preparing]")];
  if (!waiting.length || tries > MOST) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const one of waiting) {
      const found = page.querySelector(`[data-file="${one.dataset.file}"]`);
      if (found && !found.hasAttribute("data-preparing")) one.replaceWith(document.importNode(found, true));
    }
  } catch {
    // no connection: the next look finds it
  }
  setTimeout(look, WAIT, tries + 1);
}

setTimeout(look, WAIT, 1);
