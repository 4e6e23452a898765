/**
 * NumPy's array format 1.0, little-endian float32, C order.
 *
 * @param values - `shape[0] * shape[1]` numbers, row by row.
 * @see NumPy Enhancement Proposal 1.
 */
export function encodeNpy(values: Float32Array, shape: readonly [number, number]): Uint8Array {
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(", ")}), }`;
  const PREFIX = 10; // magic, version, length of the header
  const unpadded = PREFIX + dictionary.length + 1;
  const padding = (64 - (unpadded % 64)) % 64; // data begin at a multiple of 64
  const header = new TextEncoder().encode(`${dictionary}${" ".repeat(padding)}\n`);
  const file = new Uint8Array(PREFIX + header.length + values.length * 4);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]); // \x93NUMPY
  const view = new DataView(file.buffer);
  view.setUint16(8, header.length, true);
  file.set(header, PREFIX);
  values.forEach((value, i) => {
    view.setFloat32(PREFIX + header.length + 4 * i, value, true);
  });
  return file;
}
