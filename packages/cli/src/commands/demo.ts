import type { RunningEngine } from "@unlabeled/core";
import { Command, Option } from "commander";
import { demoData } from "../demo/demo-data.ts";
import { demoConfig } from "../demo/recipes.ts";
import { runDemo } from "../demo/run-demo.ts";
import { asTyped } from "../terminal/as-typed.ts";
import { addEngineOptions, type EngineFlags, startEngine } from "./engine-options.ts";
import { positiveInteger, seed } from "./flag-values.ts";

interface Flags extends EngineFlags {
  readonly method: "simclr" | "byol";
  readonly seed: number;
  readonly epochs?: number;
  readonly data?: string;
  readonly run?: string;
}

/** `unlabeled demo`: learn from pictures in minutes, and see what it brought. */
export function demoCommand(): Command {
  const command = new Command("demo")
    .description("learn from 10,000 pictures of clothes in minutes, and see what that brought")
    .addOption(
      new Option("--method <name>", "what to train").choices(["simclr", "byol"]).default("simclr"),
    )
    .option("--seed <n>", "all randomness follows from it", seed, 0)
    .option(
      "--epochs <n>",
      "passes over the pictures (default: some minutes' worth)",
      positiveInteger,
    )
    .option("--data <folder>", "where Fashion-MNIST is (default: data/fashion-mnist)")
    .option("--run <folder>", "where the run is kept (default: runs/demo-METHOD)")
    .addHelpText("after", "\nExamples:\n  unlabeled demo\n  unlabeled demo --method byol --seed 1");
  return addEngineOptions(command).action(async (flags: Flags, typed: Command) => {
    const { method, seed, epochs } = flags;
    const data = await demoData(flags.data);
    const engine = await startFastest(flags);
    const recipe = demoConfig(method, seed, engine.name);
    const config = { ...recipe, ...(epochs !== undefined && { epochs }) };
    await runDemo({ config, data, engine, folder: flags.run, command: asTyped(typed) });
  });
}

/** In bfloat16 where there is an engine that can and nothing else is asked for: it learns as much, sooner. */
async function startFastest(flags: EngineFlags): Promise<RunningEngine> {
  if (flags.precision === undefined) {
    try {
      return await startEngine({ ...flags, precision: "bfloat16" });
    } catch {
      // in float32 then
    }
  }
  return startEngine(flags);
}
