import { testTraining } from "@repo/engine-contract";
import * as tf from "@tensorflow/tfjs";
import type { NativeBackend } from "../backend/native-backend.ts";
import { engine } from "../engine.ts";

testTraining(engine, { own: () => (tf.backend() as NativeBackend).pool.usage });
