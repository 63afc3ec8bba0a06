import { GuildPremiumTier, Routes } from 'discord.js';
import { z } from 'zod';
import { createTtlCache } from '../../shared/ttl-cache.ts';
import { LEAST_FILE_LIMIT } from '../shared/message-ref.ts';
import type { DiscordMessageRef } from '../shared/message-ref.ts';
import type { CallDependencies } from './calls.ts';

const MIB = 1024 * 1024;

const BY_TIER: Readonly<Record<number, number>> = {
  [GuildPremiumTier.Tier2]: 50 * MIB,
  [GuildPremiumTier.Tier3]: 100 * MIB,
};

/** The rest of the request: the card's own text and the marks between its parts. */
const HEADROOM = 64 * 1024;

/** What every place takes, whoever asks. */
export const ANYWHERE = LEAST_FILE_LIMIT - HEADROOM;

const KEPT_MS = 10 * 60 * 1000;
const ASK_TIMEOUT_MS = 5_000;
const MOST_GUILDS = 10_000;

const guildSchema = z.object({ premium_tier: z.number() });

export interface UploadLimits {
  /** Bytes one file may have in the message, by its token while that is alive. */
  limitOf(ref: DiscordMessageRef, byToken: boolean): Promise<number>;
}

export function createUploadLimits({ rest, clock }: CallDependencies): UploadLimits {
  const known = createTtlCache<number>({ clock, freshMs: KEPT_MS, most: MOST_GUILDS });

  async function askLimit(guildId: string): Promise<number> {
    const call = { method: 'GET', route: Routes.guild(guildId) } as const;
    const guild = await rest.asBot(call, AbortSignal.timeout(ASK_TIMEOUT_MS));
    return BY_TIER[guildSchema.parse(guild).premium_tier] ?? LEAST_FILE_LIMIT;
  }

  /** Not told: a smaller copy of the video is better than none. */
  function limitOfGuild(guildId: string): Promise<number> {
    return known.get(guildId, () => askLimit(guildId)).catch(() => LEAST_FILE_LIMIT);
  }

  return {
    async limitOf(ref, byToken) {
      if (byToken) return Math.max(0, ref.attachmentSizeLimit - HEADROOM);
      const inGuild = ref.movedTo === null && ref.reach === 'bot' ? ref.guildId : null;
      return (inGuild === null ? LEAST_FILE_LIMIT : await limitOfGuild(inGuild)) - HEADROOM;
    },
  };
}
