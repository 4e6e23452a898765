import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/**
 * A process that holds a network and takes a step (or whatever it measures) when it is told to. It is warm when it answers.
 *
 * @returns What it says of itself, `{ version, threads, parameters }`, and how to go on; or `{ error }`, and it has ended.
 */
export async function startSide(program, script, task) {
  const child = spawn(program, [script, JSON.stringify(task)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.on("error", () => {}); // it has ended: so have its answers
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await answers.next();
    if (done) return { error: "it ended without an answer; its message is above" };
    return JSON.parse(value);
  };
  const ended = once(child, "exit");
  const end = async () => {
    child.stdin.end();
    await ended;
  };
  const { error, ...self } = await answer();
  if (error !== undefined) {
    await end();
    return { error };
  }
  const runs = [];
  const waits = [];
  let peakMemory = 0;
  return {
    ...self,
    /** Milliseconds of each step so far, bytes that the process has held at most, and the part of a step that waits for data, if it says. */
    get figures() {
      return { ...summary(runs), peakMemory, ...(waits.length > 0 && { waiting: summary(waits) }) };
    },
    async step() {
      child.stdin.write("step\n");
      const { milliseconds, loss, error, ...rest } = await answer();
      if (error !== undefined) throw new Error(`${script} failed: ${error}`);
      if (!Number.isFinite(loss)) {
        throw new Error(`The loss of ${script} must be finite; got ${loss}.`);
      }
      runs.push(milliseconds);
      peakMemory = rest.peakMemory;
      if (rest.waiting !== undefined) waits.push(rest.waiting);
    },
    end,
  };
}

/** Least and median of some numbers, and all of them. */
export function summary(runs) {
  const sorted = [...runs].sort((a, b) => a - b);
  return { min: sorted[0], median: sorted[sorted.length >> 1], runs };
}
