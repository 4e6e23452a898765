import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { WRITER_SOURCE } from "./writer-source.ts";

/** A file to write; its bytes belong to the writer until it replies. */
interface WriteRequest {
  /** All of the file, from the beginning of its buffer. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where float32 values lie that must be finite. */
  readonly floats: readonly {
    readonly name: string;
    readonly begin: number;
    readonly end: number;
  }[];
  /** Where the digits of the SHA-256 go. */
  readonly sealAt: number;
  /** A file that is put on the disk before: no checkpoint is ahead of the reports. */
  readonly earlier: string;
  readonly path: string;
  /** Where it is written before it is whole. */
  readonly beside: string;
  /** The folder to put on the disk too; none where folders cannot be opened. */
  readonly folder: string | undefined;
}

export interface WriteReply {
  /** The request's, to be used again. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What is not finite; nothing was written then. */
  readonly notFinite?: string;
  /** What the system said; nothing was left behind then. */
  readonly error?: Error;
}

/** A thread that writes checkpoints while training goes on. */
export interface CheckpointWriter {
  /** One file at a time. @throws {Error} If the thread ends. */
  write(request: WriteRequest): Promise<WriteReply>;
  close(): Promise<void>;
}

/** The thread starts with the first file, and keeps no process alive while it has nothing to write. */
export function checkpointWriter(): CheckpointWriter {
  let worker: Worker | undefined;
  return {
    async write(request) {
      // execArgv: loaders and inspectors of this process are not for it
      worker ??= new Worker(WRITER_SOURCE, { eval: true, execArgv: [] });
      const thread = worker;
      const heard = new AbortController();
      thread.ref();
      try {
        const reply = once(thread, "message", heard);
        const end = once(thread, "exit", heard).then(([code]) => {
          throw new Error(`its thread ended with exit code ${code}`);
        });
        thread.postMessage(request, [request.bytes.buffer]);
        const [message] = await Promise.race([reply, end]);
        return message;
      } catch (error) {
        worker = undefined; // the next file has another
        throw error;
      } finally {
        heard.abort();
        thread.unref();
      }
    },
    async close() {
      await worker?.terminate();
      worker = undefined;
    },
  };
}
