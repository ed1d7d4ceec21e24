// The album: a photo opens large above the page, with arrows from one to the next. Without this script the large
// photo opens as a page of its own.

const album = document.querySelector("[data-album]");

if (album && window.HTMLDialogElement) {
  const links = [...album.querySelectorAll("a")].filter((link) => link.querySelector("img"));
  const viewer = document.createElement("dialog");
  viewer.className = "viewer";
  const bar = document.createElement("div");
  bar.className = "viewer-bar";
  const picture = document.createElement("img");
  const caption = document.createElement("p");
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    bar.append(made);
  };
  let here = 0;
  const show = (number) => {
    here = (number + links.length) % links.length;
    picture.src = links[here].href;
    picture.alt = links[here].querySelector("img").alt;
    caption.textContent = `${here + 1} / ${links.length} ${links[here].parentElement.querySelector("figcaption")?.textContent ?? ""}`;
  };
  button(album.dataset.previous, () => show(here - 1));
  button(album.dataset.next, () => show(here + 1));
  button(album.dataset.close, () => viewer.close());
  viewer.append(bar, picture, caption);
  document.body.append(viewer);
  viewer.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") show(here + 1);
    if (event.key === "ArrowLeft") show(here - 1);
  });
  viewer.addEventListener("close", () => links[here].focus());
  links.forEach((link, number) =>
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      show(number);
      viewer.showModal();
    }),
  );
}
