import { readdir, readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { inFolder, TINY, TINY_YAML, unlabeled } from "../fixtures/cli.ts";
import { writeLabeled, writePictures, writeText } from "../fixtures/pictures.ts";

inFolder();

beforeAll(async () => {
  await writeLabeled("labeled");
  await writePictures("plain", 4, [90, 90, 20]);
  await writeText("bad/0.png", "no picture");
  await writeText("bad/1.png", "no picture either");
  await writeText("empty/notes.md", "no picture at all");
  await writePictures("green/green", 2, [20, 190, 20]);
  await writePictures("green/red", 2, [190, 20, 20]);
  await writeText("tiny.yaml", TINY_YAML);
  await writeText("bad.yaml", "a: [\n");
  await writeText("unknown.yaml", "metod: byol\nviews: { crop: 1 }\n");
  await writeText("wrong.yaml", "epochs: many\nviews: { cropArea: [1] }\n");
  await writeText("broken/run.json", "{");
  await writeText("foreign/run.json", '{"name": "other", "config": {"lr": 1}}');
  await writeText("other/run.json", '{"epochs": 1, "data": {}, "config": {"lr": 1}}');
  await unlabeled("pretrain", "labeled", "--run", "run", ...TINY);
});

const PICTURES =
  "a folder of pictures (JPEG, PNG, WebP, GIF, AVIF or TIFF), a folder of .tar shards, a .tar shard, an IDX file of pictures (NAME-images-idx3-ubyte, also .gz), a .parquet file or a folder of them, a .npy array or one of an .npz (FILE.npz#NAME), a CIFAR binary file or a folder of them, or a video or folder of videos (.mp4, .m4v, .mov, .mkv, .webm, .avi, .mpg or .mpeg)";
const HELP = "(unlabeled --help shows what there is)";

test.for([
  [
    "pretrain",
    "PATH must say where the pictures are; got none. Give it (unlabeled pretrain PATH), or data in the --config file.",
  ],
  ["pretrain nowhere", 'path must be an existing file or folder; got "HERE/nowhere".'],
  [
    "pretrain empty",
    `path must be ${PICTURES}; got the folder "HERE/empty" with none of them in it.`,
  ],
  [
    "pretrain labeled",
    "--batch-size must be at most the number of pictures, 20; got 256. Make it smaller, or bring more pictures.",
  ],
  [
    "pretrain labeled --method biol",
    '--method must be byol, simclr, simclr-v2 or moco; got "biol". Did you mean byol?',
  ],
  [
    "pretrain labeled --method moco --batch-size 4",
    "--queue must be at most the number of pictures, 20, or each is among its own negatives; got 4096. Make it smaller (8, say), or bring more pictures.",
  ],
  [
    "pretrain labeled --method simclr --ema-momentum 0.9 --symmetric",
    "--ema-momentum must be left out with simclr: it is of byol, simclr-v2, moco v1, moco v2 and moco v3; got 0.9. --symmetric must be left out with simclr: it is of moco v1 and moco v2; got true.",
  ],
  ["pretrain labeled --chunk 3", "--chunk must divide the batch size, 256; got 3."],
  [
    "pretrain labeled --log csv,tensorbord",
    '--log must be tensorboard or csv; got "tensorbord". Did you mean tensorboard?',
  ],
  ["pretrain labeled --guard no", '--guard must be stop, pause or off; got "no".'],
  [
    "pretrain labeled --config imagenet-biol",
    "--config must be a file that can be read, or a recipe (unlabeled pretrain --help lists them); got imagenet-biol. Did you mean imagenet-byol?",
  ],
  [
    "pretrain labeled --backbone vgg",
    '--backbone must be resnet8, 10, 18, 34, 50, 101, 152 or 200; then -w16 for a width of 16; then, from 50 on, -sk for selective kernels; or efficientnet-b0 to efficientnet-b7; got "vgg".',
  ],
  [
    "pretrain labeled --size abc",
    `option '--size <pixels>' argument 'abc' is invalid. It must be a number. ${HELP}`,
  ],
  [
    "pretrain labeled --size 6.5 --seed -1",
    "--size must be an integer; got 6.5. --seed must be at least 0; got -1.",
  ],
  ["pretrain labeled --learning-rate 0", "--learning-rate must be greater than 0; got 0."],
  [
    "pretrain labeled --workers -1",
    `option '--workers <n>' argument '-1' is invalid. It must be an integer of at least 0. ${HELP}`,
  ],
  [
    "pretrain labeled --config none.yaml",
    "--config must be a file that can be read, or a recipe (unlabeled pretrain --help lists them); got none.yaml.",
  ],
  [
    "pretrain labeled --config unknown.yaml",
    "views.crop in unknown.yaml must be a name that is known. Did you mean views.cropArea, views.cropAspect or views.cropSampler? metod in unknown.yaml must be a name that is known. Did you mean method?",
  ],
  [
    "pretrain labeled --config wrong.yaml",
    'epochs in wrong.yaml must be a number; got "many". views.cropArea in wrong.yaml must have 2 entries; got [1].',
  ],
  [
    "pretrain labeled --run tiny.yaml/run",
    "--run must be a folder; got tiny.yaml/run, where HERE/tiny.yaml is a file. Name another place.",
  ],
  [
    "pretrain labeled --batch-size 4 --engine abacus",
    '--engine must be one of "native", "tensorflow", "wasm", "cpu" or an engine; got "abacus".',
  ],
  [
    "pretrain labeled --batch-size 4 --engine cpu --precision bfloat16",
    '--precision of the cpu engine must be "float32", the only one that JavaScript computes in; got "bfloat16". Leave it out, or use another engine.',
  ],
  [
    "pretrain labeled --precision int4",
    `option '--precision <name>' argument 'int4' is invalid. Allowed choices are float32, bfloat16. ${HELP}`,
  ],
  [
    "pretrain labeled --threads 0",
    `option '--threads <n>' argument '0' is invalid. It must be an integer of at least 1. ${HELP}`,
  ],
  ["pretrain labeled --sise 8", `unknown option '--sise' (Did you mean --size?) ${HELP}`],
  [
    "pretrain labeled --bachsize 8",
    `unknown option '--bachsize' (Did you mean --batch-size?) ${HELP}`,
  ],
  ["pretrain labeled --lr 0.1", "unknown option '--lr'. Did you mean --learning-rate?"],
  ["pretrian labeled", `unknown command 'pretrian' (Did you mean pretrain?) ${HELP}`],
  ["eval knn run", `missing required argument 'path' ${HELP}`],
  [
    "eval knn nowhere labeled",
    "RUN must be a folder that unlabeled pretrain, finetune, distill or noisy-student made; got nowhere, which has no run.json.",
  ],
  [
    "eval knn broken labeled",
    "broken must be a run of unlabeled pretrain; got a folder whose run.json is of another kind. Name another folder.",
  ],
  [
    "eval knn foreign labeled",
    "foreign must be a run of unlabeled pretrain; got a folder whose run.json is of another kind. Name another folder.",
  ],
  [
    "eval knn other labeled",
    "RUN must be a folder that unlabeled pretrain, finetune, distill or noisy-student made; got other, whose run.json has another kind of configuration.",
  ],
  [
    "eval knn run plain",
    'with labels, every picture must be in a sub-folder named after its class; got 0 in sub-folders and 4 directly in "plain" (the first is "0.png"). Move them into class folders, or leave labels out.',
  ],
  [
    "eval linear run labeled --test green",
    "--test must have the classes of labeled, blue, red; got green with green, red.",
  ],
  [
    "eval linear run labeled --seed -1",
    `option '--seed <n>' argument '-1' is invalid. It must be an integer of at least 0 and at most 4294967295. ${HELP}`,
  ],
  [
    "eval linear run labeled --l2 0",
    `option '--l2 <x>' argument '0' is invalid. It must be greater than 0. ${HELP}`,
  ],
  ["embed run plain", `required option '-o, --output <file>' not specified ${HELP}`],
  ["embed run plain -o f.txt", "--output must end in .npy or .csv; got f.txt."],
  [
    "embed run plain -o no/f.npy",
    "--output must be in a folder that exists; got no/f.npy. Make the folder (mkdir -p no), or name another place.",
  ],
  [
    "demo --data empty",
    "--data must be a folder with train-10000-images-idx3-ubyte.gz and its companions; got empty. A clone of the repository has it in data/fashion-mnist.",
  ],
] as const)("unlabeled %s", async ([command, message]) => {
  const said = await unlabeled(...command.split(" "));
  const error = `unlabeled: ${message.replaceAll("HERE", process.cwd())}\n`;
  expect(said).toEqual({ status: 1, out: "", error });
});

test("a broken configuration file is named with the line", async () => {
  const { error } = await unlabeled("pretrain", "labeled", "--config", "bad.yaml");
  expect(error).toMatch(
    /^unlabeled: --config must be JSON or YAML; got bad\.yaml, which is neither in line 2: .*\n$/,
  );
});

test.for([
  ["pretrain bad --engine cpu --batch-size 2 --size 8 --backbone resnet8-w2 --run bad-run"],
  ["embed run bad -o bad.npy --engine cpu"],
] as const)(
  "unlabeled %s leaves nothing behind where no picture can be read",
  async ([command]) => {
    const before = await readdir(".");
    const { status, error } = await unlabeled(...command.split(" "));
    expect(status).toBe(1);
    expect(error).toMatch(
      /^unlabeled: source must hold a picture that can be read; got 2 of which none can \(the first, "0\.png": .*\)\.\n$/,
    );
    expect(await readdir(".")).toEqual(before);
  },
);

test("--verbose adds where the error came from, and is taken anywhere", async () => {
  const { error } = await unlabeled("pretrain", "nowhere", "--verbose");
  expect(error).toMatch(/^unlabeled: path must be .*\nRangeError: openSource: .*\n +at /);
});

test("a failed embed leaves the file that was there", async () => {
  await writeText("old.csv", "old");
  await unlabeled("embed", "run", "bad", "-o", "old.csv", "--engine", "cpu");
  expect(await readFile("old.csv", "utf8")).toBe("old");
});
