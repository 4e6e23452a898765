import { installEngine } from "@unlabeled/core";
import { Command } from "commander";
import { say } from "../terminal/write.ts";
import { UserError } from "../user-error.ts";

/** `unlabeled engine tensorflow`: what an engine needs beside its package. */
export function engineCommand(): Command {
  return new Command("engine")
    .description("make what an engine needs beside its package")
    .addCommand(tensorflowCommand());
}

interface Flags {
  readonly gpu?: boolean;
  readonly version?: string;
}

function tensorflowCommand(): Command {
  return new Command("tensorflow")
    .description("bind the tensorflow engine to a current TensorFlow, in the cache folder")
    .option("--gpu", "for NVIDIA GPUs (9.1 GB of disk at first, 5.7 GB stay); default: processors")
    .option(
      "--version <version>",
      "TensorFlow's, one that the engine was tried with (default: the newest of these)",
    )
    .addHelpText(
      "after",
      `
It takes the libraries of a TensorFlow that Python has, else downloads them by pip, and
compiles tfjs-node's binding with g++ (or $CXX). First, once:
  npm install @unlabeled/engine-tensorflow
  npm install --ignore-scripts @tensorflow/tfjs-node

Examples:
  unlabeled engine tensorflow --gpu
  unlabeled pretrain ./photos --engine tensorflow --device gpu:0`,
    )
    .action(async ({ gpu = false, version }: Flags) => {
      const options = { gpu, onStep: say, ...(version !== undefined && { version }) };
      const { lines } = await installEngine("tensorflow", options).catch(inWordsOfFlags);
      for (const line of lines) say(line);
    });
}

function inWordsOfFlags(cause: Error): never {
  const message = cause.message.replace(/^\w+: /, "").replace(/^version must/, "--version must");
  throw new UserError(message, { cause });
}
