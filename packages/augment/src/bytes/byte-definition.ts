/**
 * Whose arithmetic an 8-bit operation has. "pillow": that of Pillow, so of torchvision on its pictures.
 * "tensorflow": that of the code of Noisy Student and AutoAugment (detection), where it differs.
 */
export type ByteDefinition = "pillow" | "tensorflow";
