import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { idxFiles, type Source } from "@unlabeled/data";
import { UserError } from "../user-error.ts";

/** The demo's pictures, with the labels that only the measuring sees. */
export interface DemoData {
  readonly train: Source;
  readonly test: Source;
  /** The file that a user would name to train on the same pictures. */
  readonly trainPath: string;
  readonly testPath: string;
}

const CLASSES = "T-shirt/top,trouser,pullover,dress,coat,sandal,shirt,sneaker,bag,ankle boot".split(
  ",",
);

/**
 * Fashion-MNIST as the repository carries it.
 *
 * @param folder - Where it is; by default beside the working folder or this program's repository.
 * @throws {UserError} If it is not there: the published package does not carry pictures.
 */
export async function demoData(folder: string | undefined): Promise<DemoData> {
  const candidates =
    folder === undefined
      ? [
          join("data", "fashion-mnist"),
          fileURLToPath(new URL("../../../data/fashion-mnist", import.meta.url)),
        ]
      : [folder];
  const found = candidates.find((candidate) => existsSync(join(candidate, images("train-10000"))));
  if (found === undefined) {
    throw new UserError(
      `--data must be a folder with ${images("train-10000")} and its companions; got ${candidates.join(" and ")}. A clone of the repository has it in data/fashion-mnist.`,
    );
  }
  const open = (part: string): Promise<Source> =>
    idxFiles({ images: join(found, images(part)), labels: join(found, labels(part)) });
  return {
    train: { ...(await open("train-10000")), classes: CLASSES },
    test: { ...(await open("test-2000")), classes: CLASSES },
    trainPath: join(found, images("train-10000")),
    testPath: join(found, images("test-2000")),
  };
}

function images(part: string): string {
  return `${part}-images-idx3-ubyte.gz`;
}

function labels(part: string): string {
  return `${part}-labels-idx1-ubyte.gz`;
}
