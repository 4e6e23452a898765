/** a b + c in one instruction, where the machine has it: rounded once there. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return f32x4.relaxed_madd(a, b, c);
}
