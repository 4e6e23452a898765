import { testGradients } from "@repo/engine-contract";
import { oneDevice } from "../../fixtures/one-device.ts";

testGradients(oneDevice);
