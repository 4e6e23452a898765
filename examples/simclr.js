// SimCLR on a folder of your own pictures, no labels needed.
//
//   node simclr.js FOLDER [RUN]
//
// Start it again after Ctrl-C, a crash or a kill: it goes on where it was.
import { simclrViews } from "@unlabeled/augment";
import { resnet18, simclrProjector } from "@unlabeled/backbones";
import { sgd, useEngine, warmupCosine } from "@unlabeled/core";
import { batches, openSource } from "@unlabeled/data";
import { simclr } from "@unlabeled/simclr-distill";
import { train } from "@unlabeled/train";

const [folder, run = "runs/simclr"] = process.argv.slice(2);
if (folder === undefined) {
  console.error(
    "node simclr.js FOLDER [RUN]: FOLDER has your pictures (or tar shards), RUN is where results go.",
  );
  process.exit(1);
}

const { description } = await useEngine();
const pictures = await openSource(folder);
console.log(`${description} - ${pictures.length} pictures`);

const seed = 0;
const batchSize = Math.min(128, pictures.length);
const backbone = resnet18({ stem: "small", width: 16, seed });
const projector = simclrProjector({ inputs: backbone.featureCount, seed });
const method = simclr({ backbone, projector, temperature: 0.5 });
const views = batches(pictures, simclrViews({ size: 32, strength: 0.5, blur: false }), {
  batchSize,
  seed,
});

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
const reports = train(method, views, {
  epochs: 20,
  optimizer: sgd({ momentum: 0.9, weightDecay: 1e-4 }),
  learningRate: warmupCosine({ base: 0.05, warmupEpochs: 1 }),
  run,
  resume: true,
  seed,
  signal: stop.signal,
});
for await (const { step, totalSteps, epoch, loss, measures, imagesPerSecond, notices } of reports) {
  for (const notice of notices ?? []) console.log(notice);
  if (step % 10 === 0 || step === totalSteps) {
    const figures = `loss ${loss.toFixed(3)}  accuracy ${measures.accuracy.toFixed(2)}`;
    console.log(
      `epoch ${epoch}  step ${step}/${totalSteps}  ${figures}  ${imagesPerSecond.toFixed(0)} pictures/s`,
    );
  }
}
if (stop.signal.aborted) console.log(`Stopped and saved in ${run}; start again to go on.`);
await views.close();
