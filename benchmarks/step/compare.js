import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startSide } from "../side.js";
import { ENGINES, NETWORKS, waysOfPeer } from "./cases.js";

const OURS = fileURLToPath(new URL("./ours.js", import.meta.url));
const PEER = fileURLToPath(new URL("./peer.py", import.meta.url));
/** Until threads that have waited actively for more work sleep, milliseconds. */
const REST = 100;

/**
 * One network in one mode: a process for each of our engines and for each way in which PyTorch does it, in turns, on a GPU
 * where our engine takes one.
 *
 * @returns Cases of the report. In float32 the peer is the fastest of PyTorch's ways; in bfloat16 there is a case for each.
 */
export async function compare({ network, mode, engines, python, rounds, say }) {
  const task = { network, ...NETWORKS[network], precision: mode };
  const sides = [];
  const add = async (kind, name, ...command) => {
    const side = await startSide(...command);
    if (side.error === undefined) sides.push({ kind, name, side });
    else say(`${network}, ${mode}: ${name} is left out: ${side.error}`);
  };
  try {
    for (const engine of engines.filter((name) => ENGINES[name].includes(mode))) {
      await add("ours", engine, process.execPath, OURS, { ...task, engine });
    }
    if (sides.length === 0) return [];
    const device = deviceOf(sides);
    for (const { name, ...way } of waysOfPeer(network, mode)) {
      await add("peer", `PyTorch, ${name}`, python, PEER, { ...task, ...way, device });
    }
    assertSameNetwork(sides);
    for (let round = 0; round < rounds; round++) {
      for (const { side } of sides) {
        await pause(REST);
        await side.step();
      }
    }
  } finally {
    for (const { side } of sides) await side.end();
  }
  return casesOf(`${network}, batch ${task.batch}, ${mode}`, mode, sides);
}

function casesOf(title, mode, sides) {
  const of = (wanted) =>
    sides
      .filter(({ kind }) => kind === wanted)
      .map(({ name, side: { version, threads, figures } }) => ({
        name,
        version,
        threads,
        ...figures,
      }));
  const peers = of("peer").sort((a, b) => a.median - b.median);
  return of("ours").flatMap((ours) => {
    const against = (peer, others) => ({
      case: `${title}, ${ours.name}${peer ? ` against ${peer.name}` : ""}`,
      unit: "ms",
      ours,
      peer: peer ?? null,
      ...(others.length > 0 && { others }),
      ratio: peer ? peer.median / ours.median : null,
      peakMemory: { ours: ours.peakMemory, peer: peer?.peakMemory ?? null },
    });
    if (mode === "float32" || peers.length === 0) return [against(peers[0], peers.slice(1))];
    return peers.map((peer) => against(peer, []));
  });
}

/** PyTorch's name of what our engines compute on. */
function deviceOf(sides) {
  const onGpu = sides.filter(({ side }) => /\bgpu:\d/.test(side.version));
  if (onGpu.length === 0) return "cpu";
  if (onGpu.length === sides.length) return "cuda";
  const names = sides.map(({ name, side }) => `${name}: ${side.version}`).join("; ");
  throw new Error(`step: --engine must list engines of one device; got ${names}.`);
}

/** As many parameters everywhere: a network that is not the other's would be a comparison of nothing. */
function assertSameNetwork(sides) {
  const counts = new Map(sides.map(({ name, side }) => [name, side.parameters]));
  if (new Set(counts.values()).size > 1) {
    const list = [...counts].map(([name, count]) => `${count} of ${name}`).join(", ");
    throw new Error(`step: all must have as many parameters; got ${list}.`);
  }
}
