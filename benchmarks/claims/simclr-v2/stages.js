// SimCLRv2's three stages on small pictures, and training on labels alone, each kept in a folder of its own.
import { join } from "node:path";
import { simclrViews, views } from "@unlabeled/augment";
import { resnet, simclrProjector } from "@unlabeled/backbones";
import { batches, labeledBatches, labelFraction } from "@unlabeled/data";
import { classifierFromLayer, distill, fineTune, simclr } from "@unlabeled/simclr-distill";
import { restoreNetwork } from "@unlabeled/train";
import { accuracyOf, keptResult, keptTraining } from "../kept-stage.js";

const SIZE = 32;
const JITTER = { brightness: 0.6, contrast: 0.6, saturation: 0.4, hue: 0.1 };
const twoViews = simclrViews({ size: SIZE, cropArea: [0.2, 1], jitter: JITTER, blur: false });
/** Crops and flips alone, as the paper fine-tunes and distills. */
const plainView = views({ size: SIZE, recipes: [{ cropArea: [0.3, 1], flip: 0.5 }] });

/**
 * The stages on these sets.
 *
 * @param sets - `train` with labels, of which only fine-tuning sees any, and `test`.
 * @param settings - Epochs, rates and batches of each stage.
 * @param folder - Where runs are kept.
 */
export function stages({ train: pictures, test }, settings, folder) {
  const backboneOf = (width, seed) =>
    resnet({
      ...{ block: "basic", normalize: false, width, seed },
      ...settings.network,
    });
  const projectorOf = ({ featureCount }, layers, seed) =>
    simclrProjector({ inputs: featureCount, hidden: settings.head, outputs: 64, layers, seed });
  const classes = new Set(pictures.labels).size;

  const trained = (name, method, made, stage, seed) =>
    keptTraining(join(folder, name), method, made, { ...stage, seed });

  /** The accuracy of a classifier on the test pictures, kept beside its run. */
  const accuracy = async (name, network) => {
    const measure = async () => ({ accuracy: await accuracyOf(network, test, SIZE) });
    return (await keptResult(join(folder, name), "accuracy", measure)).accuracy;
  };

  const labelsOf = (fraction, seed) =>
    fraction === 1 ? pictures : labelFraction(pictures, { fraction, seed });

  async function pretrained({ width, layers, seed }) {
    const backbone = backboneOf(width, seed);
    const projector = projectorOf(backbone, layers, seed);
    const { batch, temperature } = settings.pretrain;
    const made = batches(pictures, twoViews, { batchSize: batch, seed });
    const method = simclr({ backbone, projector, temperature });
    const checkpoint = await trained(
      `pretrain-w${width}-head${layers}-${seed}`,
      method,
      made,
      settings.pretrain,
      seed,
    );
    restore({ backbone, projector }, checkpoint);
    return { backbone, projector };
  }

  /** Fine-tunes a classifier on a part of the labels. */
  async function onLabels(name, network, stage, fraction, seed) {
    const source = labelsOf(fraction, seed);
    const batchSize = Math.min(stage.batch, source.length);
    const made = labeledBatches(source, plainView, { batchSize, seed });
    const checkpoint = await trained(name, fineTune({ network }), made, stage, seed);
    restore(network, checkpoint);
    return { network, accuracy: await accuracy(name, network) };
  }

  return {
    /** The same network, trained on the labels alone from random weights. */
    async supervised({ width, fraction, seed }) {
      const network = classifierFromLayer({ backbone: backboneOf(width, seed), classes });
      const name = `supervised-w${width}-${fraction}-${seed}`;
      return onLabels(name, network, settings[stageOf("supervised", fraction)], fraction, seed);
    },

    /** Pretrained, then fine-tuned from a layer of its head. */
    async fineTuned({ width, layers = 3, layer = 1, fraction, seed }) {
      const { backbone, projector } = await pretrained({ width, layers, seed });
      const network = classifierFromLayer({ backbone, projector, layer, classes });
      const name = `finetune-w${width}-head${layers}-layer${layer}-${fraction}-${seed}`;
      return onLabels(name, network, settings[stageOf("finetune", fraction)], fraction, seed);
    },

    /** A student of a fine-tuned teacher, on all pictures without labels or on the teacher's labelled ones only. */
    async distilled({ teacher, width, fraction, seed, pictures: which = "all" }) {
      const student = classifierFromLayer({ backbone: backboneOf(width, seed + 1000), classes });
      const source = which === "all" ? pictures : labelsOf(fraction, seed);
      const batchSize = Math.min(settings.distill.batch, source.length);
      const made = batches(source, plainView, { batchSize, seed });
      const name = `distill-${which}-w${width}-of-w${teacher.width}-${fraction}-${seed}`;
      const { temperature } = settings.distill;
      const method = distill({ teacher: teacher.network, student, temperature });
      const stage = settings[which === "all" ? "distill" : "distillLabeled"];
      const checkpoint = await trained(name, method, made, stage, seed);
      restore(student, checkpoint);
      return { network: student, accuracy: await accuracy(name, student) };
    },
  };
}

/** Gives each network among the parts, `backbone`, `projector`, `classifier`, what a checkpoint has for it. */
function restore(parts, checkpoint) {
  for (const [role, part] of Object.entries(parts)) {
    if (part?.parameters) restoreNetwork(part, checkpoint, role);
  }
}

/** The settings of a stage for a part of the labels: `finetune1%`, `finetune10%`. */
const stageOf = (stage, fraction) => `${stage}${Math.round(100 * fraction)}%`;
