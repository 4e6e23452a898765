import { testEmptyTensors } from "@repo/engine-contract";
import { beforeAll } from "vitest";
import { poisonPool } from "../../fixtures/poison-pool.ts";
import { engine } from "../engine.ts";

beforeAll(poisonPool);
testEmptyTensors(engine);
