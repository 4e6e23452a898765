import { testBatchNorm } from "@repo/engine-contract";
import { oneDevice } from "../../fixtures/one-device.ts";

testBatchNorm(oneDevice);
