import { testEmptyTensors } from "@repo/engine-contract";
import { oneDevice } from "../../fixtures/one-device.ts";

testEmptyTensors(oneDevice);
