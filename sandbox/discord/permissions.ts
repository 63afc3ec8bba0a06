/** The permission bits that matter here. */
export const PERMISSION = {
  administrator: 1n << 3n,
  manageGuild: 1n << 5n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  useExternalEmojis: 1n << 18n,
  useApplicationCommands: 1n << 31n,
  sendMessagesInThreads: 1n << 38n,
  useExternalApps: 1n << 50n,
} as const;

const everyday =
  PERMISSION.viewChannel |
  PERMISSION.sendMessages |
  PERMISSION.embedLinks |
  PERMISSION.attachFiles |
  PERMISSION.readMessageHistory |
  PERMISSION.useExternalEmojis |
  PERMISSION.useApplicationCommands |
  PERMISSION.sendMessagesInThreads |
  PERMISSION.useExternalApps;

export const MEMBER_PERMISSIONS: bigint = everyday;
export const BOT_PERMISSIONS: bigint = everyday | PERMISSION.mentionEveryone;
export const ADMIN_PERMISSIONS: bigint =
  everyday | PERMISSION.administrator | PERMISSION.manageGuild | PERMISSION.mentionEveryone;

export function allows(held: bigint, needed: bigint): boolean {
  return (held & PERMISSION.administrator) !== 0n || (held & needed) === needed;
}
