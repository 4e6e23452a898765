import { type RunningEngine, useEngine } from "@unlabeled/core";
import { type Command, InvalidArgumentError } from "commander";

/** What the engine flags of a command say. */
export interface EngineFlags {
  readonly engine?: string;
  readonly threads?: number;
  readonly precision?: "float32" | "bfloat16";
}

/** Adds the flags by which every command that computes chooses its engine. */
export function addEngineOptions(command: Command): Command {
  return command
    .option(
      "--engine <name>",
      "compute with this engine or not at all (unlabeled doctor lists them)",
    )
    .option("--threads <n>", "threads of the engine", positiveInteger)
    .option("--precision <name>", "float32 or bfloat16, where the engine has it");
}

/** Starts the engine that the flags ask for, else the first that works. */
export function startEngine({ engine, threads, precision }: EngineFlags): Promise<RunningEngine> {
  return useEngine(engine, {
    ...(threads !== undefined && { threads }),
    ...(precision !== undefined && { precision }),
  });
}

/** A flag's value as an integer ≥ 1. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError("must be an integer ≥ 1.");
  return value;
}

/** A flag's value as a finite number. */
export function finiteNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) {
    throw new InvalidArgumentError("must be a number.");
  }
  return value;
}
