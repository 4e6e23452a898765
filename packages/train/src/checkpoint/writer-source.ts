/**
 * What the thread that writes checkpoints runs, as text, so that it starts without a file of its own
 * (bundled programs have none, and sources in TypeScript would not run).
 *
 * A file is checked, sealed with its SHA-256 and written beside its place; once it is on the disk it is renamed, and
 * the folder is put on the disk too. So it is there whole or not at all, and never without what was written earlier.
 * Its bytes go back, to be filled again.
 */
export const WRITER_SOURCE = `
const { createHash } = require("node:crypto");
const { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } = require("node:fs");
const { parentPort } = require("node:worker_threads");

const CHUNK = 2 ** 30; // bytes: a hash and a write take less than 2 GiB at once

function isFinite(values) {
  for (let i = 0; i < values.length; i++) if (values[i] - values[i] !== 0) return false;
  return true;
}

function seal(bytes, offset) {
  const hash = createHash("sha256");
  for (let i = 0; i < bytes.length; i += CHUNK) hash.update(bytes.subarray(i, i + CHUNK));
  bytes.set(new TextEncoder().encode(hash.digest("hex")), offset);
}

function toDisk(path, flags, write) {
  const file = openSync(path, flags);
  try {
    write(file);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function writeWhole(bytes, { earlier, path, beside, folder }) {
  try {
    toDisk(earlier, "r+", () => {});
    toDisk(beside, "w", (file) => {
      for (let i = 0; i < bytes.length; ) {
        i += writeSync(file, bytes, i, Math.min(CHUNK, bytes.length - i));
      }
    });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true }); // makes room on a full disk
    throw error;
  }
  if (folder !== undefined) toDisk(folder, "r", () => {});
}

parentPort.on("message", ({ bytes, floats, sealAt, ...place }) => {
  const reply = { bytes };
  try {
    const { buffer } = bytes;
    const bad = floats.find(({ begin, end }) => {
      return !isFinite(new Float32Array(buffer, begin, (end - begin) / 4));
    });
    if (bad) {
      reply.notFinite = bad.name;
    } else {
      seal(bytes, sealAt);
      writeWhole(bytes, place);
    }
  } catch (error) {
    reply.error = error;
  }
  parentPort.postMessage(reply, [bytes.buffer]);
});
`;
