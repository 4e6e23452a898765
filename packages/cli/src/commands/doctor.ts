import { surveyEngines } from "@unlabeled/core";
import { Command } from "commander";
import { say } from "../terminal/write.ts";

/** `unlabeled doctor`: what this machine can compute with. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("show the engines that work here, what the others lack, and the GPUs")
    .action(async () => {
      const survey = await surveyEngines();
      say(`Node ${process.versions.node}, ${process.platform} ${process.arch}`);
      say();
      let chosen = false;
      for (const { name, probe } of survey) {
        const mark = probe.works ? "works" : "no   ";
        say(`${mark}  ${name.padEnd(12)} ${probe.works ? probe.detail : probe.reason}`);
        if (!probe.works) say(`                    ${probe.remedy}`);
        else if (!chosen) {
          say("                    (used when no --engine is given)");
          chosen = true;
        }
      }
      const gpus = survey.flatMap((engine) => engine.gpus ?? []);
      if (gpus.length > 0) say();
      for (const line of gpus) say(line);
    });
}
