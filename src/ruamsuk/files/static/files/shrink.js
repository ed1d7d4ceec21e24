// Photos are made smaller in the browser and sent one by one, in the order chosen, each tried again when the
// connection fails. Without this script, or with a browser that cannot draw a photo, the form sends the original.

import { MAX_SIDE, QUALITY, better, canShrink, fill, fit, jpegName, waitBefore, worthRetrying } from "./plan.js";

async function shrink(file) {
  if (!canShrink(file.type)) return file;
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file; // this browser cannot draw it: the server looks at the original
  }
  const { width, height } = fit(bitmap.width, bitmap.height, MAX_SIDE);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  const chosen = better(file, blob);
  return chosen === blob ? new File([blob], jpegName(file.name), { type: "image/jpeg" }) : file;
}

/** One POST; resolves to {status, detail}, never throws. `status` 0: no connection. */
function post(url, body, onProgress) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("X-Upload", "one");
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => {
      let detail = "";
      try {
        detail = JSON.parse(request.responseText).detail || "";
      } catch {
        // a page, not a message
      }
      done({ status: request.status, detail });
    };
    request.onerror = request.ontimeout = () => done({ status: 0, detail: "" });
    request.send(body);
  });
}

class Uploads {
  constructor(box) {
    this.box = box;
    this.words = box.dataset;
    this.input = box.querySelector("input[type=file]");
    this.form = this.input.form;
    this.list = box.querySelector("[data-upload-list]");
    this.total = box.querySelector("[data-upload-total]");
    this.retry = box.querySelector("[data-upload-retry]");
    this.items = [];
    this.busy = false;
    this.input.addEventListener("change", () => this.add([...this.input.files]));
    this.retry.addEventListener("click", () => this.again());
    window.addEventListener("beforeunload", (event) => this.busy && event.preventDefault());
  }

  add(files) {
    for (const file of files) {
      const line = document.createElement("li");
      const name = document.createElement("span");
      const bar = document.createElement("progress");
      const state = document.createElement("span");
      name.textContent = `${file.name} `;
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      line.append(name, bar, " ", state);
      this.list.append(line);
      const item = { file, bar, state, id: crypto.randomUUID(), sent: false, failed: false };
      this.say(item, this.words.waiting);
      this.items.push(item);
    }
    this.input.value = ""; // what was chosen is in the list; the form itself sends nothing twice
    this.input.required = false;
    this.run();
  }

  again() {
    this.retry.hidden = true;
    for (const item of this.items) item.failed = false;
    this.run();
  }

  say(item, words) {
    item.state.textContent = words;
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    for (let item; (item = this.items.find((one) => !one.sent && !one.failed)); ) await this.send(item);
    this.busy = false;
    const done = this.items.filter((item) => item.sent).length;
    this.retry.hidden = done === this.items.length;
    if (done === this.items.length && this.words.doneUrl) window.location.assign(this.words.doneUrl);
  }

  async send(item) {
    this.say(item, this.words.shrinking);
    const file = (item.small ??= await shrink(item.file));
    for (let tries = 1; ; tries++) {
      const body = new FormData(this.form);
      body.delete(this.input.name);
      body.append(this.input.name, file, file.name);
      body.set("op_id", item.id); // the same for every try of this file: sent twice is kept once
      this.say(item, this.words.sending);
      const answer = await post(this.form.action, body, (part) => (item.bar.value = part));
      if (answer.status >= 200 && answer.status < 300) {
        item.sent = true;
        item.bar.value = 1;
        this.say(item, this.words.done);
        break;
      }
      if (!worthRetrying(answer.status, tries)) {
        item.failed = true;
        this.say(item, answer.detail || this.words.failed);
        break;
      }
      this.say(item, this.words.again);
      await new Promise((go) => setTimeout(go, waitBefore(tries)));
    }
    const done = this.items.filter((one) => one.sent).length;
    this.total.textContent = fill(this.words.all, { done, total: this.items.length });
  }
}

for (const box of document.querySelectorAll("[data-upload]")) new Uploads(box);
