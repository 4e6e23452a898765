const NAME = /^part-(\d{5,})-of-(\d{5,})\.parquet$/;

/** A shard's number and how many there are, by the name of its file. */
export interface ShardPlace {
  /** In [0, shards). */
  readonly shard: number;
  readonly shards: number;
}

/** `part-00003-of-00012.parquet`. */
export function shardName(shard: number, shards: number): string {
  return `part-${digits(shard)}-of-${digits(shards)}.parquet`;
}

/** Undefined if the file is no shard: another one, or one that is being written. */
export function shardPlace(name: string): ShardPlace | undefined {
  const [, shard, shards] = NAME.exec(name) ?? [];
  return shard === undefined ? undefined : { shard: Number(shard), shards: Number(shards) };
}

function digits(number: number): string {
  return String(number).padStart(5, "0");
}
