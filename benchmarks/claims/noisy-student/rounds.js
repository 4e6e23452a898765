// Noisy Student's teacher and students on small pictures, each kept in a folder of its own.
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import {
  CORRUPTIONS,
  corruptedView,
  evaluationView,
  randAugment,
  smallPictureViews,
} from "@unlabeled/augment";
import { dropoutLayer, linearClassifier, resnet } from "@unlabeled/backbones";
import { stacked, withMovingAverage } from "@unlabeled/core";
import {
  batchesWithRows,
  evaluationBatches,
  labeledBatches,
  pseudoLabeledBatches,
  subset,
  withRowSeeds,
} from "@unlabeled/data";
import { corruptionErrors } from "@unlabeled/eval";
import {
  filterAndBalance,
  noisyStudent,
  repeatedSamples,
  supervised,
  topPredictions,
} from "@unlabeled/noisy-student";
import { restoreNetwork } from "@unlabeled/train";
import { firstOf } from "../../first-of.js";
import { accuracyOf, keptResult, keptTraining } from "../kept-stage.js";

const SIZE = 32;
const NONE = { magnitude: 0, dropout: 0, stochasticDepth: 0 };

/**
 * The trainings on these sets.
 *
 * @param sets - `labeled` and `test`, and pictures without labels by name.
 * @param settings - Sizes, noise, epochs, rates and batches.
 * @param folder - Where runs are kept.
 */
export function rounds({ labeled, test, classes, unlabeled }, settings, folder) {
  const { magnitude, dropout, stochasticDepth } = settings;
  const noises = {
    all: { magnitude, dropout, stochasticDepth },
    none: NONE,
    augmentation: { ...NONE, magnitude },
    network: { magnitude: 0, dropout, stochasticDepth },
    labeled: { ...NONE, magnitude },
  };

  const classifierOf = (width, noise, seed) => {
    const backbone = resnet({
      ...{ block: "basic", blocks: [1, 1, 1], stem: "strided", width, seed },
      stochasticDepth: noise.stochasticDepth,
    });
    return stacked({
      backbone,
      dropout: dropoutLayer({ rate: noise.dropout }),
      classifier: linearClassifier({ inputs: backbone.featureCount, classes }),
    });
  };

  /** RandAugment, cutout and a padded crop with a mirror image; without augmentation the last two alone. */
  const viewOf = ({ magnitude }) => {
    const eighth = SIZE / 8;
    if (magnitude === 0) return smallPictureViews({ size: SIZE, policy: false, cutout: 0 });
    const policy = randAugment({ magnitude, translate: eighth, cutout: eighth });
    return smallPictureViews({ size: SIZE, policy });
  };

  /** Trains, gives the network its averages, and measures it. */
  async function trained(name, network, method, made, training, seed) {
    const run = join(folder, `${name}-${seed}`);
    const averaged = withMovingAverage(method, network, { momentum: settings.average });
    const checkpoint = await keptTraining(run, averaged, made, { ...training, seed });
    for (const role of ["backbone", "classifier"]) {
      restoreNetwork(network[role], checkpoint, `average/${role}`);
    }
    const measure = async () => ({ accuracy: await accuracyOf(network, test, SIZE) });
    const { accuracy } = await keptResult(run, "accuracy", measure);
    const corruption = () => keptResult(run, "corruption", () => errorsUnderCorruption(network));
    return { name: `${name}-${seed}`, network, accuracy, corruption };
  }

  /** A network's errors on a part of the test pictures, by corruption and severity. */
  async function errorsUnderCorruption(network) {
    const { pictures, corruptions } = settings.corrupted;
    const some = firstOf(test, pictures);
    const corrupted = (corruption, severity) =>
      evaluationBatches(some, corruptedView({ size: SIZE, corruption, severity }), {
        ...{ batchSize: 250, workers: 0 },
      });
    const [errors] = await corruptionErrors([network], corrupted, {
      corruptions: CORRUPTIONS.slice(0, corruptions),
    });
    return errors;
  }

  /** A teacher's probabilities of all pictures of a set, `[N, L]`. */
  async function probabilities(teacher, source) {
    const made = evaluationBatches(source, evaluationView({ size: SIZE }), { batchSize: 250 });
    const values = new Float32Array(source.length * classes);
    for await (const { images, indices } of made) {
      const rows = tf.tidy(() => tf.softmax(teacher.network.apply(images, "evaluate")));
      values.set(await rows.data(), indices[0] * classes); // every picture can be read
      tf.dispose([images, rows]);
    }
    await made.close();
    return { values, width: classes };
  }

  return {
    /** Trained on labels alone, under all the noise. */
    async teacher({ width, seed }) {
      const network = classifierOf(width, noises.all, seed);
      const { batch } = settings.teacher;
      const pictures = labeledBatches(labeled, viewOf(noises.all), { batchSize: batch, seed });
      const made = { ...withRowSeeds(pictures, { seed }), close: () => pictures.close() };
      return trained(
        `teacher-w${width}`,
        network,
        supervised({ network }),
        made,
        settings.teacher,
        seed,
      );
    },

    /** A student of a teacher. */
    async student({
      teacher,
      width,
      seed,
      name,
      noise = "all",
      from = "inside",
      select = true,
      targets = "soft",
    }) {
      const source = unlabeled[from];
      const table = await probabilities(teacher, source);
      const predictions = topPredictions(table);
      const perClass = Math.round(unlabeled.inside.length / classes);
      const { minConfidence, ratio } = settings;
      const places = select
        ? repeatedSamples(filterAndBalance(predictions, { perClass, minConfidence, seed }))
        : Int32Array.from({ length: source.length }, (_, i) => i);
      const rows = new Float32Array(places.length * classes);
      places.forEach((place, i) => {
        rows.set(table.values.subarray(place * classes, (place + 1) * classes), i * classes);
      });
      const network = classifierOf(width, noises[noise], seed + 1000);
      const view = viewOf(noises[noise]);
      const plain = noise === "labeled"; // the other pictures just as the teacher saw them, without crops too
      const { batch } = settings.student;
      const taught = batchesWithRows(
        subset(source, places),
        { values: rows, width: classes },
        plain ? evaluationView({ size: SIZE }) : view,
        {
          ...{ batchSize: batch * ratio, seed },
        },
      );
      const beside = labeledBatches(labeled, view, { batchSize: batch, seed: seed + 1 });
      const made = {
        ...withRowSeeds(pseudoLabeledBatches(taught, beside), { seed, perRow: 1 + ratio }),
        close: () => Promise.all([taught.close(), beside.close()]),
      };
      const method = noisyStudent({ student: network, unlabeledRatio: ratio, targets });
      // where more pictures are learned from, in fewer epochs: as many steps
      const epochs = Math.round(
        settings.student.epochs * (unlabeled.inside.length / places.length),
      );
      const training = { ...settings.student, epochs };
      const result = await trained(name, network, method, made, training, seed);
      const others = places.filter((place) => place >= unlabeled.inside.length).length;
      return { ...result, others: others / places.length };
    },
  };
}
