/** The compiled module, base64; with relaxed SIMD, multiplications and additions are one instruction. */
export function compile(options: { relaxed: boolean }): Promise<string>;
