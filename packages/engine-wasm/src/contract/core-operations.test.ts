import { testCoreOperations } from "@repo/engine-contract";
import { engine } from "../engine.ts";

testCoreOperations(engine);
