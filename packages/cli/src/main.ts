import { Command, CommanderError, Option } from "commander";
import { demoCommand } from "./commands/demo.ts";
import { distillCommand } from "./commands/distill.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { embedCommand } from "./commands/embed.ts";
import { engineCommand } from "./commands/engine.ts";
import { evalCommand } from "./commands/eval.ts";
import { finetuneCommand } from "./commands/finetune.ts";
import { noisyStudentCommand } from "./commands/noisy-student.ts";
import { plotCommand } from "./commands/plot.ts";
import { pretrainCommand } from "./commands/pretrain.ts";
import { previewCommand } from "./commands/preview.ts";
import { pseudoLabelCommand } from "./commands/pseudo-label.ts";
import { runsCommand } from "./commands/runs.ts";
import { schemaCommand } from "./commands/schema.ts";
import { simclrV2Command } from "./commands/simclr-v2.ts";
import { Stopped } from "./stopped.ts";
import { complain } from "./terminal/complain.ts";
import { say } from "./terminal/write.ts";
import { version } from "./version.ts";

/**
 * Runs the command line.
 *
 * @param words - The arguments, without the program's own name.
 * @returns The exit status: 0, 1 after one line on standard error, or 130 after Ctrl-C.
 *
 * @example
 * process.exitCode = await main(["eval", "knn", "runs/photos-byol", "./labeled", "--json"]);
 */
export async function main(words: readonly string[]): Promise<number> {
  const program = new Command("unlabeled")
    .description("Learn from unlabeled pictures: pretrain a network, see what it is worth, use it.")
    .version(version, "-V, --version", "print the version")
    .option("--verbose", "show where an error came from")
    .helpOption("-h, --help", "print this")
    .helpCommand(false)
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) })
    .addHelpText("after", EXAMPLES)
    .enablePositionalOptions() // "engine tensorflow" has a --version of its own
    .exitOverride();
  const commands = [
    demoCommand(),
    previewCommand(),
    pretrainCommand(),
    finetuneCommand(),
    distillCommand(),
    pseudoLabelCommand(),
    simclrV2Command(),
    noisyStudentCommand(),
    runsCommand(),
    plotCommand(),
    evalCommand(),
    embedCommand(),
    doctorCommand(),
    engineCommand(),
    schemaCommand(),
  ];
  for (const command of commands) {
    program.addCommand(inheriting(command, program, () => program.setOptionValue("verbose", true)));
  }
  try {
    await program.parseAsync([...words], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode; // it has printed its line
    if (error instanceof Stopped) {
      say(error.message);
      return error.exitStatus;
    }
    complain(error, program.opts<{ verbose?: boolean }>().verbose ?? false);
    return 1;
  }
}

const EXAMPLES = `
Examples:
  unlabeled demo                                         see it work, in minutes
  unlabeled preview ./photos                             what would it see?
  unlabeled pretrain ./photos                            learn, without labels
  unlabeled simclr-v2 ./labeled ./photos                 and with a few labels
  unlabeled eval knn runs/photos-byol ./labeled          how good is it?
  unlabeled embed runs/photos-byol ./photos -o all.npy   use it elsewhere

unlabeled COMMAND --help says more.`;

/** Settings that commander hands down only one level, and not at all to a command made by itself. */
function inheriting(command: Command, parent: Command, onVerbose: () => void): Command {
  command.copyInheritedSettings(parent).helpCommand(false);
  command.addOption(new Option("--verbose").hideHelp()).on("option:verbose", onVerbose);
  for (const child of command.commands) inheriting(child, command, onVerbose);
  return command;
}

/** Commander's words about the arguments, as this program speaks. */
function oneLine(text: string): string {
  const line = text
    .trim()
    .replace(/^error: /, "")
    .replace(/\s*\n\s*/g, " ");
  return `unlabeled: ${line} (unlabeled --help shows what there is)\n`;
}
