import { testBatchNorm } from "@repo/engine-contract";
import { engine } from "../engine.ts";

testBatchNorm(engine);
