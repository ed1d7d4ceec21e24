// What is decided about an upload, apart from the browser: pure functions, tested under node.

export const MAX_SIDE = 2000;
export const QUALITY = 0.85;
export const MAX_TRIES = 6;

/** Width and height that fit into a square of `max`, never larger than the original. */
export function fit(width, height, max = MAX_SIDE) {
  const scale = Math.min(1, max / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Milliseconds before try number `tries` + 1: 1 s, 2 s, 4 s … 30 s, a little more or less by chance. */
export function waitBefore(tries, random = Math.random()) {
  return Math.round(Math.min(30000, 1000 * 2 ** (tries - 1)) * (0.8 + 0.4 * random));
}

/** Was the file received? 201 says so; so does being led to the page of what was received, as a repeated sending is.
 *  Any other page is not an answer: it is the sign-in page of somebody who was signed out meanwhile. */
export function arrived(status, url, doneUrl) {
  return status === 201 || (status === 200 && url.split(/[?#]/)[0] === doneUrl.split(/[?#]/)[0]);
}

/** Is trying again of any use? `status` 0: no connection. A refusal (4xx) stays a refusal. */
export function worthRetrying(status, tries) {
  return tries < MAX_TRIES && (status === 0 || status === 408 || status >= 500);
}

/** Milliseconds to wait when the server says that many were sent in a short time (429), and when to go on; else 0.
 *  Such a wait is no failure: it counts as no try, however long it takes. */
export function pause(status, retryAfter) {
  return status === 429 ? 1000 * Math.min(3600, Math.max(1, Number(retryAfter) || 60)) : 0;
}

/** Milliseconds as minutes and seconds: 4:05. */
export function clock(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Only pictures that browsers can draw are made smaller. */
export function canShrink(type) {
  return /^image\/(jpeg|png|webp|heic|heif)$/.test(type);
}

/** The smaller of the two is sent; a photo that had to be turned or converted is sent as it was drawn. */
export function better(original, drawn) {
  if (!drawn) return original;
  return drawn.size < original.size || /heic|heif/.test(original.type) ? drawn : original;
}

/** photo.PNG → photo.jpg, once it has been drawn anew as JPEG. */
export function jpegName(name) {
  return `${name.replace(/\.[^.]{1,5}$/, "")}.jpg`;
}

/** "3 of 12 sent" from a template with {done} and {total}. */
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}
