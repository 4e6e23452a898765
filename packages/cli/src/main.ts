import { Command, CommanderError } from "commander";
import { demoCommand } from "./commands/demo.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { embedCommand } from "./commands/embed.ts";
import { evalCommand } from "./commands/eval.ts";
import { pretrainCommand } from "./commands/pretrain.ts";
import { schemaCommand } from "./commands/schema.ts";
import { complain } from "./terminal/write.ts";
import { version } from "./version.ts";

/**
 * Runs the command line.
 *
 * @param words - The arguments, without the program's own name.
 * @returns The exit status: 0, or 1 after one line on standard error.
 */
export async function main(words: readonly string[]): Promise<number> {
  const program = new Command("unlabeled")
    .description("Learn from unlabeled pictures: pretrain a network, see what it is worth, use it.")
    .version(version)
    .option("--verbose", "show where an error came from")
    .showHelpAfterError("(unlabeled --help shows what there is)")
    .addHelpText(
      "after",
      `
Examples:
  unlabeled demo                                  learn from 10,000 pictures in minutes, and see what it brought
  unlabeled pretrain ./photos --method byol       learn from a folder of pictures
  unlabeled eval knn runs/photos ./labeled        how good are the features?
  unlabeled embed runs/photos ./photos -o all.npy features of all pictures
  unlabeled doctor                                what this machine can compute with`,
    )
    .exitOverride();
  const commands = [
    pretrainCommand(),
    evalCommand(),
    embedCommand(),
    demoCommand(),
    doctorCommand(),
    schemaCommand(),
  ];
  for (const command of commands) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  try {
    await program.parseAsync([...words], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode; // it has printed its line
    complain(error, program.opts<{ verbose?: boolean }>().verbose ?? false);
    return 1;
  }
}
