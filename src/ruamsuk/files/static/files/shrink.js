// Photos are made smaller in the browser and sent one by one, in the order chosen, each tried again when the
// connection fails. Without this script, or with a browser that cannot draw a photo, the form sends the original.

import {
  MAX_SIDE,
  QUALITY,
  arrived,
  better,
  canShrink,
  clock,
  fill,
  fit,
  jpegName,
  pause,
  waitBefore,
  worthRetrying,
} from "./plan.js";

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

/** One POST; resolves to {status, url, detail, after}, never throws. `status` 0: no connection. */
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
      const after = request.getResponseHeader("Retry-After");
      done({ status: request.status, url: request.responseURL, detail, after });
    };
    request.onerror = request.ontimeout = () => done({ status: 0, url: "", detail: "" });
    request.send(body);
  });
}

/** A UUID; `crypto.randomUUID` is missing where the page does not come over HTTPS. */
function newId() {
  const digits = [...crypto.getRandomValues(new Uint8Array(16))];
  digits[6] = (digits[6] & 0x0f) | 0x40;
  digits[8] = (digits[8] & 0x3f) | 0x80;
  const hex = digits.map((digit) => digit.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
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
    this.on = box.querySelector("[data-upload-on]");
    this.items = [];
    this.busy = false;
    this.input.addEventListener("change", () => this.add([...this.input.files]));
    this.retry.addEventListener("click", () => this.again());
    box.querySelector("[data-upload-camera]")?.addEventListener("click", () => {
      this.input.capture = "environment";
      this.input.click();
      this.input.removeAttribute("capture");
    });
    window.addEventListener("beforeunload", (event) => this.busy && event.preventDefault());
  }

  add(files) {
    for (const file of files) {
      const line = document.createElement("li");
      const name = document.createElement("span");
      const bar = document.createElement("progress");
      const state = document.createElement("span");
      name.className = "upload-name";
      name.textContent = file.name;
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      line.append(name, bar, state);
      this.list.append(line);
      const item = { file, line, bar, state, id: newId(), sent: false, failed: false, refused: false };
      this.say(item, this.words.waiting);
      this.items.push(item);
    }
    this.input.value = ""; // what was chosen is in the list; the form itself sends nothing twice
    this.input.required = false;
    this.run();
  }

  again() {
    for (const item of this.items) item.failed = item.refused;
    this.run();
  }

  say(item, words) {
    item.state.textContent = words;
    item.line.className = item.sent ? "is-sent" : item.failed ? "is-failed" : "";
  }

  /** Waits, and tells for how long. What was sent is kept, and the rest goes on by itself. */
  async rest(item, wait) {
    const end = Date.now() + wait;
    item.bar.value = 0;
    for (let left; (left = end - Date.now()) > 0; ) {
      this.say(item, fill(this.words.resting, { time: clock(left) }));
      await new Promise((go) => setTimeout(go, Math.min(1000, left)));
    }
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    this.retry.hidden = this.on.hidden = true;
    for (let item; (item = this.items.find((one) => !one.sent && !one.failed)); ) await this.send(item);
    this.busy = false;
    this.retry.hidden = !this.items.some((item) => item.failed && !item.refused);
    this.on.hidden = !this.items.some((item) => item.failed);
    if (this.on.hidden) window.location.assign(this.words.doneUrl);
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
      if (arrived(answer.status, answer.url, new URL(this.words.doneUrl, location.href).href)) {
        item.sent = true;
        item.bar.value = 1;
        this.say(item, this.words.done);
        break;
      }
      const wait = pause(answer.status, answer.after);
      if (wait) {
        await this.rest(item, wait);
        tries -= 1;
        continue;
      }
      if (!worthRetrying(answer.status, tries)) {
        item.failed = true;
        item.refused = answer.status >= 400 && answer.status < 500; // sending it again changes nothing
        this.say(item, answer.detail || (answer.status === 200 ? this.words.signedOut : this.words.failed));
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
