/** Message flags that bots meet. */
export const FLAG = {
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const;

export function has(flags: number, flag: number): boolean {
  return (flags & flag) !== 0;
}
