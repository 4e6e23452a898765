import { testConvolutions } from "@repo/engine-contract";
import { oneDevice } from "../../fixtures/one-device.ts";

testConvolutions(oneDevice);
