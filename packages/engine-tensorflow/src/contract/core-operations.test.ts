import { testCoreOperations } from "@repo/engine-contract";
import { oneDevice } from "../../fixtures/one-device.ts";

testCoreOperations(oneDevice);
