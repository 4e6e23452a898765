import type { Heap } from "../threads/heap.ts";
import { jobNumbers, runsOf, type Windows, windowJob } from "./windows.ts";

/** Bytes that the sums of all groups may take. */
const PARTS_BYTES = 8 << 20;
/** Groups of images times blocks of the window: what threads share. Fixed, so that sums never depend on them. */
const CHUNKS = 16;

/**
 * out[tap, c, d] = the sum over images and pixels of window inputs times dy.
 *
 * Images are summed in fixed groups, and the groups' sums in order: so the result does not depend on
 * the number of threads.
 *
 * @param dy - Address of `[N, h, w, D]`.
 * @param out - Address of `[kh, kw, C, D]`.
 */
export function weightGradient(
  heap: Heap,
  windows: Windows,
  dy: number,
  channels: number,
  out: number,
): void {
  const { runs, length } = runsOf(windows);
  const rows = runs * length;
  const size = 4 * rows * 8 * Math.ceil(channels / 8);
  const most = Math.max(1, Math.min(CHUNKS, Math.floor(PARTS_BYTES / size), windows.images));
  const imagesAGroup = Math.ceil(windows.images / most);
  const groups = Math.ceil(windows.images / imagesAGroup);
  const tiles = runs * Math.ceil(length / 4);
  const tilesABlock = Math.ceil(tiles / Math.min(tiles, Math.ceil(CHUNKS / groups)));
  const blocks = Math.ceil(tiles / tilesABlock);
  const parts = heap.allocate(groups * size);

  const job = windowJob(heap, windows, channels);
  const tableBytes = (4 * job.pixelsAChunk + 15) & ~15;
  const dyBytes = 32 * job.pixelsAChunk;
  const aThread = tableBytes + dyBytes + job.imagesAChunk * job.copyBytes + 64;
  const scratch = { address: heap.allocate(aThread * heap.pool.started), aThread, tableBytes };
  const own = [dy, parts, channels, imagesAGroup, blocks, tilesABlock, dyBytes];
  heap.run("weightGradient", jobNumbers(job, scratch, own), groups * blocks);
  heap.free(scratch.address);

  const rowsAChunk = Math.ceil(rows / CHUNKS);
  heap.run(
    "addParts",
    [parts, groups, rows, channels, out, rowsAChunk],
    Math.ceil(rows / rowsAChunk),
  );
  heap.free(parts);
}
