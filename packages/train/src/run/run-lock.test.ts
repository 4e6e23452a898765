import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { all, failure, options, until } from "../../fixtures/reports.ts";
import { tinyBatches, tinyMethod } from "../../fixtures/tiny-run.ts";
import { train } from "../train.ts";
import { isAlive, lifeOf, ownLife } from "./process-life.ts";
import { lockRun } from "./run-lock.ts";

const hasProc = existsSync("/proc/self/stat");

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A process that does nothing, from when it has said so. */
async function idleProcess(program = "setInterval(() => {}, 1000)"): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["-e", `${program}; console.log("here")`]);
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

const HOST = encodeURIComponent(hostname());
const leave = (name: string) => writeFile(join(folder, `running.${name}`), "");
const locks = async () => (await readdir(folder)).filter((name) => name.startsWith("running."));
const refusal = async () => {
  const error: Error = await lockRun(folder).then(
    () => new Error("it was not refused"),
    (error) => error,
  );
  return error.message
    .replaceAll(folder, "RUN")
    .replaceAll(HOST, "HOST")
    .replace(/\d+ of/, "PID of");
};

test("a folder is held until it is released, and holds nothing afterwards", async () => {
  const lock = await lockRun(folder);
  expect(await locks()).toEqual([`running.${HOST}.${process.pid}.${ownLife()}`]);
  expect(await refusal()).toMatchInlineSnapshot(
    `"train: run must be a folder that nobody else trains in; got RUN, in which this process does. Wait for its end or stop it."`,
  );
  expect((await locks()).length).toBe(1);
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
  await (await lockRun(folder)).release();
});

test("one that waits gets it as soon as it is free", async () => {
  const lock = await lockRun(folder);
  const next = lockRun(folder);
  await lock.release();
  await (await next).release();
});

test("another process holds it while it lives, and no longer", async () => {
  const child = await idleProcess();
  const pid = child.pid as number;
  await leave(`${HOST}.${pid}.${lifeOf(pid) ?? "unknown"}`);
  expect(await refusal()).toMatchInlineSnapshot(
    `"train: run must be a folder that nobody else trains in; got RUN, in which process PID of HOST does. Wait for its end or stop it."`,
  );
  expect((await locks()).length).toBe(1);
  await kill(child);
  await lockRun(folder);
  expect(await locks()).toEqual([`running.${HOST}.${process.pid}.${ownLife()}`]);
});

test("a process of another machine holds it until its lock is removed", async () => {
  await leave("else.where.4711.3f2c9a1b-12345");
  expect(await refusal()).toMatchInlineSnapshot(
    `"train: run must be a folder that nobody else trains in; got RUN, in which process PID of else.where does. Wait for its end, stop it, or remove RUN/running.else.where.4711.3f2c9a1b-12345 if it is gone."`,
  );
  await rm(join(folder, "running.else.where.4711.3f2c9a1b-12345"));
  await lockRun(folder);
});

test("files that are no locks do not matter", async () => {
  await leave("log");
  await leave("a.b.c");
  await lockRun(folder);
  expect((await locks()).length).toBe(3);
});

test.runIf(hasProc)(
  "a process that has got the number of a dead one does not hold it",
  async () => {
    const { pid = 0 } = await idleProcess();
    const [boot, ticks] = (lifeOf(pid) as string).split("-");
    await leave(`${HOST}.${pid}.${boot}-${Number(ticks) - 1}`);
    await leave(`${HOST}.${pid}.00000000-${ticks}`); // before the machine was started again
    await leave(`${HOST}.${process.pid}.${boot}-1`);
    await lockRun(folder);
    expect((await locks()).length).toBe(1);
  },
);

test.runIf(hasProc)("a dead process whose parent has not asked does not hold it", async () => {
  const parent = spawn("sh", ["-c", "sleep 0.5 & echo $!; exec sleep 60"]);
  onTestFinished(() => void parent.kill("SIGKILL"));
  const [text] = await once(parent.stdout, "data");
  const pid = Number(`${text}`);
  while (lifeOf(pid) !== "ended") await new Promise((resolve) => setTimeout(resolve, 5));
  expect(() => process.kill(pid, 0)).not.toThrow(); // it has its number still
  expect(isAlive(pid, "3f2c9a1b-12345")).toBe(false);
});

test.runIf(hasProc)("a process is known by its beginning, whatever its name", async () => {
  const odd = await idleProcess('process.title = "a) Z 1 (b"; setInterval(() => {}, 1000)');
  const life = lifeOf(odd.pid as number) as string;
  expect(life).toMatch(/^[0-9a-f]{8}-\d+$/);
  expect(Number(life.split("-")[1])).toBeGreaterThanOrEqual(Number(ownLife().split("-")[1]));
  expect(isAlive(odd.pid as number, life)).toBe(true);
  expect(isAlive(odd.pid as number, ownLife())).toBe(false);
  await kill(odd);
  expect(isAlive(odd.pid as number, life)).toBe(false);
});

test("train refuses a run that goes on in this process, and takes one that has ended, however", async () => {
  const run = join(folder, "run");
  const trained = () => train(tinyMethod(), tinyBatches(), options({ run, resume: true }));
  const first = trained();
  await first.next();
  expect((await failure(trained(), run)).message).toMatch(
    /^train: run must be a folder that nobody else trains in; got RUN, in which this process does\./,
  );
  await first.next();
  await first.return();
  const failing = train(tinyMethod(), tinyBatches(), options({ run, resume: true, epochs: 3 }));
  expect((await failure(failing, run)).message).toContain("epochs: 2 before, 3 now");
  expect((await until(trained(), 4)).map(({ step }) => step)).toEqual([3, 4]);
  expect((await all(trained())).length).toBe(6);
});
