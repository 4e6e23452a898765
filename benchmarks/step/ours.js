// Our side of run.js: node ours.js TASK, with TASK as JSON { network, batch, size, classes, engine, precision }. Takes a
// step for each line on standard input and answers each with { milliseconds, loss, peakMemory }, as peer.py does.
import { createInterface } from "node:readline";
import { begin } from "./stepper.js";

const say = (answer) => console.log(JSON.stringify(answer));

try {
  const { step, greeting } = await begin(JSON.parse(process.argv[2]));
  say(greeting);
  for await (const _ of createInterface({ input: process.stdin })) {
    const start = performance.now();
    const loss = step();
    const milliseconds = performance.now() - start;
    say({ milliseconds, loss, peakMemory: process.resourceUsage().maxRSS * 1024 });
  }
} catch (error) {
  say({ error: error.message });
}
