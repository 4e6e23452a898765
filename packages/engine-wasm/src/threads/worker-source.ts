/**
 * What a worker thread runs, as text, so that Node and browsers start it without a file of its own.
 *
 * It waits for a job, takes chunks of it while there are any, and waits again. `control[0]` is the
 * ticket: the job's number times 4096 plus the chunks that are left. A chunk is taken by lowering the
 * ticket by one if it is still what was read; since the number changes with each job, what was read
 * of a job (kernel, address, chunks) belongs to the chunk that was taken.
 */
export const WORKER_SOURCE = `
const start = ({ module, memory, control, thread, names }, answer) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = names.map((name) => exports[name]);
  answer("ready");
  for (;;) {
    let ticket = Atomics.load(control, 0);
    for (let i = 0; i < 2000 && (ticket & 4095) === 0; i++) ticket = Atomics.load(control, 0);
    const left = ticket & 4095;
    if (left === 0 || thread >= Atomics.load(control, 7)) {
      Atomics.wait(control, 0, ticket);
      continue;
    }
    const kernel = kernels[Atomics.load(control, 2)];
    const job = Atomics.load(control, 3);
    const chunks = Atomics.load(control, 4);
    const first = Atomics.load(control, 6);
    if (Atomics.compareExchange(control, 0, ticket, ticket - 1) !== ticket) continue;
    try {
      kernel(job, first + chunks - left, thread);
    } catch (error) {
      Atomics.store(control, 5, 1);
    }
    if (Atomics.add(control, 1, 1) + 1 === chunks) Atomics.notify(control, 1);
  }
};
if (typeof process === "object" && process.versions && process.versions.node) {
  const { parentPort, workerData } = require("node:worker_threads");
  start(workerData, (text) => parentPort.postMessage(text));
} else {
  self.onmessage = ({ data }) => start(data, (text) => self.postMessage(text));
}
`;
