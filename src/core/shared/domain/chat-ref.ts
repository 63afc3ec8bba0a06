/** An account or a channel, by the id that its chat gave it. */
export interface ChatRef {
  readonly platform: string;
  readonly id: string;
}

/** A channel, and the guild or workspace that it is in where that was kept. */
export interface Place extends ChatRef {
  readonly workspace?: string;
}

export function isSame(one: ChatRef, other: ChatRef): boolean {
  return one.platform === other.platform && one.id === other.id;
}
