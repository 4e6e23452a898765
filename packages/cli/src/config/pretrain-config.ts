import { z } from "zod";
import { keepingKeys } from "./keys/keeping-keys.ts";
import { learningRateKeys } from "./keys/learning-rate-keys.ts";
import { methodKeys } from "./keys/method-keys.ts";
import { networkKeys } from "./keys/network-keys.ts";
import { optimizerKeys } from "./keys/optimizer-keys.ts";
import { runKeys } from "./keys/run-keys.ts";
import { viewsKeys } from "./keys/views-keys.ts";

/** What `unlabeled pretrain` can be told, by flags or by a file. `resolveConfig` adds what is left out. */
export const pretrainConfig = z.strictObject({
  $schema: z.string().optional().describe("For editors; not read."),
  ...runKeys,
  ...methodKeys,
  ...networkKeys,
  ...viewsKeys,
  ...optimizerKeys,
  ...learningRateKeys,
  ...keepingKeys,
});

export type PretrainConfig = z.infer<typeof pretrainConfig>;

/** The JSON Schema of a configuration file, for editors. */
export function pretrainJsonSchema(): object {
  return z.toJSONSchema(pretrainConfig, {
    io: "input",
    override({ jsonSchema }) {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
}
