/**
 * A number for each row of a batch, int32: all that a network in training draws for that row comes from it, and from the name
 * of the layer. So the same row is noised alike when it is computed twice, alone or among others.
 *
 * Any integers do; a training takes them from (seed, epoch, place), as `withRowSeeds` of `@unlabeled/data` does.
 */
export type RowSeeds = Int32Array;
