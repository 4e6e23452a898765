import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache } from "./places.js";

/** What a build does: lines for people, and a file with all that its commands say. */
export class Log {
  file = join(cache, "build.log");
  #quiet;

  constructor({ quiet }) {
    this.#quiet = quiet;
    mkdirSync(cache, { recursive: true });
    writeFileSync(this.file, "");
  }

  /** A line for people, and for the file. */
  say(line) {
    if (!this.#quiet) console.log(line);
    this.note(line);
  }

  /** A line for the file alone. */
  note(line) {
    appendFileSync(this.file, `${line}\n`);
  }

  /** Runs a command; true if it ended well. What it writes goes to the file, in one piece. */
  async run(command, args, cwd) {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => {
        output += text;
      });
    }
    const status = await new Promise((resolve) => {
      child.on("error", (error) => resolve(error.message));
      child.on("close", resolve);
    });
    this.note(`$ ${[command, ...args].join(" ")}\n${output}${status === 0 ? "" : `(${status})\n`}`);
    return status === 0;
  }
}
