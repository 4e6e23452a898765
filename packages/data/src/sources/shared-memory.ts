/** Memory that worker threads share. @throws {RangeError} If the machine does not give that much. */
export function sharedMemory(caller: string, bytes: number): SharedArrayBuffer {
  try {
    return new SharedArrayBuffer(bytes);
  } catch (error) {
    throw new RangeError(
      `${caller}: the pictures must fit into memory, decoded; got ${(bytes / 2 ** 30).toFixed(1)} GiB of them. Split the files, or keep the pictures encoded: in a folder, tar shards or Parquet.`,
      { cause: error },
    );
  }
}
