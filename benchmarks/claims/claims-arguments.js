// What claims benchmarks on two sets of small pictures are told.
import { parseArgs } from "node:util";
import { labelFraction, openSource, resizedCopy } from "@unlabeled/data";

/**
 * The arguments of a benchmark: `--pictures TRAIN.tar TEST.tar [--json FILE] [--quick] [--seeds 0,1,2] [--widths 8,16]`.
 *
 * @param name - The benchmark's.
 * @param widths - Of its networks, and with --quick.
 */
export function claimsArguments(name, { widths, quickWidths }) {
  const { values: flags, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      pictures: { type: "string" },
      json: { type: "string" },
      quick: { type: "boolean", default: false },
      seeds: { type: "string" },
      widths: { type: "string" },
    },
  });
  const [train, test] = [flags.pictures, positionals[0]];
  if (!train || !test) throw new Error(`claims/${name} takes --pictures TRAIN.tar TEST.tar.`);
  const numbers = (text) => text.split(",").map(Number);
  return {
    ...{ flags, train, test },
    seeds: numbers(flags.seeds ?? (flags.quick ? "0" : "0,1,2")),
    widths: numbers(flags.widths ?? (flags.quick ? quickWidths : widths)),
    /** The pictures at a path, 32 x 32, decoded once for all trainings, with labels; with --quick a tenth of them. */
    async opened(path) {
      const all = await resizedCopy(await openSource(path, { labels: true }), { size: 32 });
      return flags.quick ? labelFraction(all, { fraction: 0.1 }) : all;
    },
  };
}
