import { testGradients } from "@repo/engine-contract";
import { engine } from "../engine.ts";

testGradients(engine);
