import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, better, canShrink, clock, fill, fit, jpegName, pause, waitBefore, worthRetrying } from "../static/files/plan.js";

test("a large photo fits into the square and keeps its shape", () => {
  assert.deepEqual(fit(4000, 3000, 2000), { width: 2000, height: 1500 });
  assert.deepEqual(fit(3000, 4000, 2000), { width: 1500, height: 2000 });
});

test("a small photo is never made larger", () => {
  assert.deepEqual(fit(800, 600, 2000), { width: 800, height: 600 });
});

test("a very long strip keeps at least one pixel", () => {
  assert.deepEqual(fit(100000, 3, 2000), { width: 2000, height: 1 });
});

test("waits grow and stay below 36 seconds", () => {
  assert.equal(waitBefore(1, 0.5), 1000);
  assert.equal(waitBefore(3, 0.5), 4000);
  assert.ok(waitBefore(20, 1) <= 36000);
});

test("a broken connection and a tired server are tried again, a refusal is not", () => {
  assert.ok(worthRetrying(0, 1));
  assert.ok(worthRetrying(503, 1));
  assert.ok(!worthRetrying(422, 1));
  assert.ok(!worthRetrying(403, 1));
});

test("a server that has had many is waited for as long as it says, and no other answer is", () => {
  assert.equal(pause(429, "240"), 240000);
  assert.equal(pause(429, null), 60000);
  assert.equal(pause(429, "Fri, 31 Dec 1999 23:59:59 GMT"), 60000);
  assert.equal(pause(429, "0"), 60000);
  assert.equal(pause(503, "240"), 0);
  assert.equal(clock(245000), "4:05");
  assert.equal(clock(900), "0:01");
});

test("the sign-in page is no receipt", () => {
  const done = "https://x.example/album/?year=2570";
  assert.ok(arrived(201, "https://x.example/album/add", done));
  assert.ok(arrived(200, "https://x.example/album/", done));
  assert.ok(!arrived(200, "https://x.example/accounts/login/?next=/album/", done));
  assert.ok(!arrived(0, "", done));
});

test("trying ends", () => {
  assert.ok(!worthRetrying(0, 6));
});

test("the original is sent when drawing made it larger or failed", () => {
  const original = { size: 100, type: "image/jpeg" };
  assert.equal(better(original, { size: 200, type: "image/jpeg" }), original);
  assert.equal(better(original, null), original);
  const small = { size: 50, type: "image/jpeg" };
  assert.equal(better(original, small), small);
});

test("a HEIC photo that could be drawn is sent as drawn", () => {
  const drawn = { size: 900, type: "image/jpeg" };
  assert.equal(better({ size: 100, type: "image/heic" }, drawn), drawn);
});

test("documents are sent as they are", () => {
  assert.ok(!canShrink("application/pdf"));
  assert.ok(canShrink("image/jpeg"));
});

test("names and words", () => {
  assert.equal(jpegName("ภาพ.กิจกรรม.PNG"), "ภาพ.กิจกรรม.jpg");
  assert.equal(fill("{done} of {total} sent {x}", { done: 3, total: 12 }), "3 of 12 sent {x}");
});
