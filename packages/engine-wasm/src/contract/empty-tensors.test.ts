import { testEmptyTensors } from "@repo/engine-contract";
import { engine } from "../engine.ts";

testEmptyTensors(engine);
