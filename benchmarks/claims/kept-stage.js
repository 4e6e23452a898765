// Trainings and accuracies of a claims benchmark, each kept in a folder of its own: what was trained is not trained again, and what was
// stopped goes on.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluationView } from "@unlabeled/augment";
import { sgd, warmupCosine } from "@unlabeled/core";
import { evaluationBatches } from "@unlabeled/data";
import { extractFeatures, topAccuracy } from "@unlabeled/eval";
import { loadCheckpoint, train } from "@unlabeled/train";

/**
 * Trains a method in a folder, or takes what is there already. SGD with Nesterov's momentum and a rate that falls by a cosine.
 *
 * @param made - Batches, which are closed.
 * @returns The newest checkpoint.
 */
export async function keptTraining(
  run,
  method,
  made,
  { epochs, rate, decay = 0, warmupEpochs = 0, seed },
) {
  const done = join(run, "done");
  if (!existsSync(done)) {
    // the guard stops networks as narrow as --quick's at this rate; what comes of a training is measured anyway
    const options = { epochs, seed, run, resume: true, checkpointEverySeconds: 60, guard: "off" };
    const optimizer = sgd({ momentum: 0.9, nesterov: true, weightDecay: decay });
    const learningRate = warmupCosine({ base: rate, warmupEpochs });
    for await (const _ of train(method, made, { ...options, optimizer, learningRate }));
    writeFileSync(done, "");
  }
  await made.close();
  return loadCheckpoint(run);
}

/** What `make` comes to, kept as a JSON file in a run's folder. */
export async function keptResult(run, name, make) {
  const file = join(run, `${name}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const result = await make();
  mkdirSync(run, { recursive: true });
  writeFileSync(file, JSON.stringify(result));
  return result;
}

/** The accuracy of a classifier on labelled pictures, [0, 1]. */
export async function accuracyOf(network, source, size) {
  const view = evaluationView({ size });
  const made = evaluationBatches(source, view, { batchSize: 250, workers: 0 }); // a thread takes longer to start
  const value = topAccuracy(await extractFeatures(network, made));
  await made.close();
  return value;
}
