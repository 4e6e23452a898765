import { testConvolutions } from "@repo/engine-contract";
import { engine } from "../engine.ts";

testConvolutions(engine);
