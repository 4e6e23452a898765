import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { inTurn } from "./in-turn.ts";

test("applies functions in turn and holds what one has made until the next has used it", () => {
  const x = tf.scalar(1);
  const before = tf.memory().numTensors;
  const held: number[] = [];
  const doubled = (y: tf.Scalar): tf.Scalar => {
    held.push(tf.memory().numTensors - before);
    return tf.sub(tf.mul(y, 3), y);
  };
  const same = (y: tf.Scalar) => y;
  const y = inTurn(x, [same, doubled, doubled, same, doubled]);
  expect(y.arraySync()).toBe(8);
  expect(held).toEqual([0, 1, 1]);
  expect(tf.memory().numTensors).toBe(before + 1);
  expect(inTurn(x, [])).toBe(x);
  expect(x.isDisposed).toBe(false);
});
