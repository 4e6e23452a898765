import { lastLine, runCommand } from "../install/run-command.ts";

/** A GPU of this machine, as nvidia-smi says. */
export interface Gpu {
  /** By the order of the PCI bus. */
  readonly index: number;
  readonly uuid: string;
  readonly name: string;
  /** "9.0"; undefined where the driver is too old to say. */
  readonly capability: string | undefined;
  /** MiB; NaN where it is not told. */
  readonly freeMemory: number;
  readonly totalMemory: number;
}

/** What nvidia-smi says of this machine. */
export interface GpuQuery {
  readonly gpus: readonly Gpu[];
  /** Version of the driver, and the newest CUDA that it runs; undefined where that is not told. */
  readonly driver: string | undefined;
  readonly cuda: string | undefined;
}

const FIELDS = ["index", "uuid", "name", "driver_version", "memory.free", "memory.total"];

/** Asks nvidia-smi; undefined where there is none, and a line where it says no. */
export async function queryGpus(): Promise<GpuQuery | { readonly trouble: string } | undefined> {
  const header = await runCommand("nvidia-smi", []);
  if (header.status === undefined) return undefined;
  let answer = await query([...FIELDS, "compute_cap"]);
  if (answer.status !== 0) answer = await query(FIELDS); // drivers before 2021 do not know it
  const said = answer.stdout.trim();
  if (answer.status !== 0) return { trouble: lastLine(`${answer.stderr}\n${said}`) };
  const rows = said
    .split("\n")
    .map((line) => line.split(",").map((cell) => cell.trim()))
    .filter((row) => row.length >= FIELDS.length);
  const gpus = rows.map(([index, uuid = "", name = "", , free, total, capability]) => ({
    ...{ index: Number(index), uuid, name, capability },
    ...{ freeMemory: Number(free), totalMemory: Number(total) },
  }));
  const cuda = /CUDA Version:\s*(\d+\.\d+)/.exec(header.stdout)?.[1];
  return { gpus, driver: rows[0]?.[3], cuda };
}

function query(fields: readonly string[]) {
  return runCommand("nvidia-smi", [
    `--query-gpu=${fields.join(",")}`,
    "--format=csv,noheader,nounits",
  ]);
}
