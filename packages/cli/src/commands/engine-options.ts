import { type RunningEngine, useEngine } from "@unlabeled/core";
import { type Command, Option } from "commander";
import { UserError } from "../user-error.ts";
import { positiveInteger } from "./flag-values.ts";

/** What the engine flags of a command say. */
export interface EngineFlags {
  readonly engine?: string;
  readonly threads?: number;
  readonly precision?: "float32" | "bfloat16";
  readonly device?: string;
}

/** Adds the flags by which every command that computes chooses its engine. */
export function addEngineOptions(command: Command): Command {
  return command
    .option(
      "--engine <name>",
      "compute with this one or not at all; unlabeled doctor lists them (default: the first that works)",
    )
    .option(
      "--device <name>",
      "compute on cpu, or on a GPU by its number, gpu:0 (default: the first GPU that the engine can use, else cpu)",
    )
    .option(
      "--threads <n>",
      "threads of the engine (default: as many as there are)",
      positiveInteger,
    )
    .addOption(
      new Option("--precision <name>", "where the engine has a choice (default: float32)").choices([
        "float32",
        "bfloat16",
      ]),
    );
}

/**
 * Starts the engine that the flags ask for, else the first that works.
 *
 * @throws {UserError} If there is none such, in the words of the flags.
 */
export async function startEngine(flags: EngineFlags): Promise<RunningEngine> {
  const { engine, threads, precision, device } = flags;
  try {
    return await useEngine(engine, {
      ...(threads !== undefined && { threads }),
      ...(precision !== undefined && { precision }),
      ...(device !== undefined && { device }),
    });
  } catch (cause) {
    const message = (cause as Error).message
      .replaceAll(/\b\w*Engine: /g, "")
      .replace(/^choice/, "--engine")
      .replaceAll(/\b(precision|threads|device)( of the \w+ engine)? must/g, "--$1$2 must");
    throw new UserError(message, { cause });
  }
}
