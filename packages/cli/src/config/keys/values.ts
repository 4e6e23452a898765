import { z } from "zod";

/** A number > 0. */
export const positive = z.number().positive();

/** A whole number ≥ 1. */
export const count = z.int().positive();

/** A number in [0, 1]: a probability, a momentum. */
export const fraction = z.number().min(0).max(1);

/** A number in [0, 1). */
export const properFraction = z.number().min(0).lt(1);

/** Two numbers, the first not above the second. */
export function range(number: z.ZodNumber) {
  return z
    .tuple([number, number])
    .refine(([low, high]) => low <= high, "must be two numbers, the lower one first");
}

/** A value, or false for none of it. */
export function orFalse<Value extends z.ZodType>(value: Value) {
  return z.union([z.literal(false), value]);
}
