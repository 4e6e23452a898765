import { config } from "@repo/vitest";

export default { ...config, test: { ...config.test, include: ["simsiam/*.test.ts"] } };
