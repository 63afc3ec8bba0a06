import type { ProviderAccount } from '../core/providers/ports/video-provider.ts';
import type { PublicReach } from '../http/public-reach.ts';
import type { ChatSummary, ProviderSummary, StartSummary } from './start-summary.ts';

/** One line of the summary: good, bad, or neither. */
interface Line {
  readonly mark: '✓' | '✗' | '–';
  readonly what: string;
  readonly words: string;
}

/** The summary as a person reads it on a terminal. */
export function summaryText(summary: StartSummary): string {
  const lines = linesOf(summary);
  const width = Math.max(...lines.map((it) => it.what.length));
  const rows = lines.map(({ mark, what, words }) => `  ${mark} ${what.padEnd(width)}  ${words}`);
  return ['', ...rows, '', ''].join('\n');
}

/** What does not work, and what to do about it, each in a sentence. */
export function problemsIn(summary: StartSummary): readonly string[] {
  return linesOf(summary).flatMap(({ mark, what, words }) =>
    mark === '✗' ? [`${what}: ${words}`] : [],
  );
}

function linesOf(summary: StartSummary): readonly Line[] {
  const { chats, providers, database, media, port } = summary;
  return [
    ...(chats.length > 0
      ? chats.map((it) => line(it.connected, it.chat, chatWords(it)))
      : [{ mark: '–', what: 'Chats', words: 'this process listens to none (ROLES)' } as const]),
    ...providers.map(({ provider, account, key }) =>
      line(account.key === 'accepted', provider, accountWords(account, key)),
    ),
    line(database.version !== null, 'Database', databaseWords(database)),
    line(hasRoom(media), 'Media', mediaWords(media)),
    publicLine(summary),
    port === null
      ? { mark: '–', what: 'HTTP', words: 'this process serves none (ROLES)' }
      : line(true, 'HTTP', `port ${port}`),
  ];
}

function line(good: boolean, what: string, words: string): Line {
  return { mark: good ? '✓' : '✗', what, words };
}

function chatWords({ connected, trouble, about }: ChatSummary): string {
  const { identity, audience } = about;
  if (connected) return `connected${identity === null ? '' : ` as ${identity}`} · ${audience}`;
  const fix = trouble ?? 'check its status page and the network';
  return `not connected yet, trying on · ${audience} · ${fix}`;
}

function databaseWords({ version, place, own }: StartSummary['database']): string {
  if (version !== null) return `${version} · ${place}`;
  const fix = own
    ? 'it is started again by itself; postgres.log there says what happened'
    : 'check that it runs, the network, and DATABASE_URL';
  return `does not answer · ${place} · ${fix}`;
}

function accountWords(
  account: ProviderAccount,
  { variable, howToGet, addressVariable }: ProviderSummary['key'],
): string {
  switch (account.key) {
    case 'accepted':
      return account.credits === null
        ? 'key accepted'
        : `key accepted · ${account.credits.toLocaleString('en-US')} credits left`;
    case 'refused':
      return `key refused · correct ${variable}. ${howToGet}`;
    case 'unknown':
      return `key not checked (${account.why}) · check ${addressVariable} and the network`;
  }
}

function publicLine({ publicUrl, fetching, port }: StartSummary): Line {
  const what = 'Public URL';
  if (publicUrl !== null) {
    const { url, reach } = publicUrl;
    return line(reach.status === 'reached', what, `${url} ${reachWords(reach, port)}`);
  }
  return fetching.length === 0
    ? { mark: '–', what, words: 'not set' }
    : {
        mark: '–',
        what,
        words: `not set · no pictures or videos for ${fetching.join(' and ')}`,
      };
}

function reachWords(reach: PublicReach, port: number | null): string {
  switch (reach.status) {
    case 'reached':
      return 'leads here';
    case 'stranger':
      return `leads elsewhere (HTTP ${reach.httpStatus}) · let your proxy or tunnel lead it to port ${port ?? 'PORT'}`;
    case 'silent':
      return `does not answer from here (${reach.why}) · check the name, and that your proxy or tunnel runs`;
  }
}

const GIGABYTE = 1_000_000_000;

function hasRoom({ freeBytes }: StartSummary['media']): boolean {
  return freeBytes === null || freeBytes >= GIGABYTE;
}

function mediaWords(media: StartSummary['media']): string {
  const { place, freeBytes: bytes } = media;
  if (bytes === null) return place;
  const free = `${(bytes / GIGABYTE).toFixed(bytes < 10 * GIGABYTE ? 1 : 0)} GB free`;
  const fix = 'free some space there, or keep media for fewer MEDIA_RETENTION_DAYS';
  return [place, free, ...(hasRoom(media) ? [] : [fix])].join(' · ');
}
