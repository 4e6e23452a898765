import { open } from "node:fs/promises";

const CHUNK = 2 ** 30; // bytes: Node's own readFile ends at 2 GiB

/** Reads a file of any size that this Node can hold in one piece. */
export async function readWhole(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const bytes = new Uint8Array((await file.stat()).size);
    for (let done = 0; done < bytes.length; ) {
      const length = Math.min(CHUNK, bytes.length - done);
      const { bytesRead } = await file.read(bytes, done, length);
      if (bytesRead === 0) return bytes.subarray(0, done); // it was cut short meanwhile
      done += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}
