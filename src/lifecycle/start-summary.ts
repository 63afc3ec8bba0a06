import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { platformDefinitions } from '../bots/registry.ts';
import type { PlatformAbout, PlatformConnection } from '../bots/shared/define-platform.ts';
import { storageOf } from '../config/storage-settings.ts';
import type { Config } from '../config/config.ts';
import type { ProviderAccount, VideoProvider } from '../core/providers/ports/video-provider.ts';
import type { PublicReach, Reach } from '../http/public-reach.ts';
import { providerDefinitions } from '../providers/registry.ts';

/** What an operator wants to know first of a service that has been started. */
export interface StartSummary {
  /** Empty where this process listens to none. */
  readonly chats: readonly ChatSummary[];
  readonly providers: readonly ProviderSummary[];
  /** The version is null where it did not say; `own`: it is ours to start. */
  readonly database: {
    readonly version: string | null;
    readonly place: string;
    readonly own: boolean;
  };
  readonly media: { readonly place: string; readonly freeBytes: number | null };
  /** Null where none is set. */
  readonly publicUrl: { readonly url: string; readonly reach: PublicReach } | null;
  /** Providers that fetch what they are given from the public address. */
  readonly fetching: readonly string[];
  /** Null where this process serves none. */
  readonly port: number | null;
}

export interface ChatSummary {
  readonly chat: string;
  /** Whether interactions arrive here at this moment. */
  readonly connected: boolean;
  /** What is in the way and what to do; null while nothing is known of it. */
  readonly trouble: string | null;
  readonly about: PlatformAbout;
}

export interface ProviderSummary {
  readonly provider: string;
  readonly account: ProviderAccount;
  /** The variable that holds its key, where to get one, and the variable of the address it is for. */
  readonly key: {
    readonly variable: string;
    readonly howToGet: string;
    readonly addressVariable: string;
  };
}

export interface StartFacts {
  readonly config: Config;
  readonly connections: readonly PlatformConnection[];
  readonly providers: readonly VideoProvider[];
  /** What it says of its key. Never throws. */
  readonly accountOf: (provider: VideoProvider, signal: AbortSignal) => Promise<ProviderAccount>;
  readonly reach: Pick<Reach, 'ask'>;
  readonly database: { readonly place: string; readonly version: () => Promise<string> };
  readonly port: number | null;
}

const ASK_WITHIN_MS = 10_000;

/** Asks whoever has to be asked, all at once; nobody's silence is waited for longer than seconds. */
export async function summarize(facts: StartFacts, stop: AbortSignal): Promise<StartSummary> {
  const { config, connections, reach } = facts;
  const signal = AbortSignal.any([stop, AbortSignal.timeout(ASK_WITHIN_MS)]);
  const url = config.PUBLIC_URL ?? null;
  const [providers, version, freeBytes, found] = await Promise.all([
    Promise.all(facts.providers.map((it) => summaryOf(it, facts.accountOf(it, signal)))),
    facts.database.version().catch(() => null),
    storageOf(config) === null ? freeBytesOf(mediaFolder(config)) : null,
    url === null ? null : reach.ask(url, signal),
  ]);
  return {
    chats: config.ROLES.includes('bots') ? connections.map(chatOf) : [],
    providers,
    database: { version, place: facts.database.place, own: config.DATABASE_URL === undefined },
    media: { place: mediaPlace(config), freeBytes },
    publicUrl: url === null || found === null ? null : { url, reach: found },
    fetching: facts.providers
      .filter((it) => it.models.some(({ inputs }) => inputs === 'link'))
      .map((it) => it.title),
    port: facts.port,
  };
}

async function summaryOf(
  provider: VideoProvider,
  account: Promise<ProviderAccount>,
): Promise<ProviderSummary> {
  const settings = providerDefinitions.find((it) => it.name === provider.name)?.settings ?? [];
  const key = settings.find((it) => it.secret);
  return {
    provider: provider.title,
    account: await account,
    key: {
      variable: key?.variable ?? '',
      howToGet: key?.howToGet ?? '',
      addressVariable: settings.find((it) => it.variable.endsWith('_URL'))?.variable ?? '',
    },
  };
}

function chatOf(connection: PlatformConnection): ChatSummary {
  const { name } = connection.platform;
  return {
    chat: platformDefinitions.find((it) => it.name === name)?.title ?? name,
    connected: connection.ready(),
    trouble: connection.trouble(),
    about: connection.about(),
  };
}

const mediaFolder = (config: Config) => path.join(config.DATA_DIR, 'media');

function mediaPlace(config: Config): string {
  const storage = storageOf(config);
  return storage === null ? mediaFolder(config) : `bucket ${storage.bucket} at ${storage.endpoint}`;
}

async function freeBytesOf(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
