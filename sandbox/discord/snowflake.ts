const DISCORD_EPOCH = 1_420_070_400_000;

/** Ids as Discord makes them: 42 bits of milliseconds since 2015, then what keeps them apart. */
export function createSnowflakes(now: () => number): () => string {
  let count = 0;
  return () => {
    count = (count + 1) % 0x400000;
    return snowflakeAt(now(), count);
  };
}

export function snowflakeAt(atMs: number, count = 0): string {
  const id = ((BigInt(Math.floor(atMs)) - BigInt(DISCORD_EPOCH)) << 22n) | BigInt(count);
  const text = id.toString();
  // discord.js finds ids in routes by their length: others would all share one rate limit.
  if (id < 0n || text.length < 17 || text.length > 19) {
    throw new Error(`No 17 to 19 digit snowflake can be made at ${atMs}: use a present-day clock.`);
  }
  return text;
}

export function snowflakeTime(id: string): number {
  return Number(BigInt(id) >> 22n) + DISCORD_EPOCH;
}
