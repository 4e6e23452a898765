import { Command } from "commander";
import { pretrainJsonSchema } from "../config/pretrain-config.ts";
import { say } from "../terminal/write.ts";

/** `unlabeled schema`: the JSON Schema of a configuration file. */
export function schemaCommand(): Command {
  return new Command("schema")
    .description("print the JSON Schema of a configuration file, for your editor")
    .addHelpText("after", "\nExample:\n  unlabeled schema > pretrain.schema.json")
    .action(() => say(JSON.stringify(pretrainJsonSchema(), null, 2)));
}
