import type { PlatformAbout } from '../bots/shared/define-platform.ts';
import type { ProviderAccount } from '../core/providers/ports/video-provider.ts';
import type { PublicReach } from '../http/public-reach.ts';
import type { ProviderSummary, StartSummary } from './start-summary.ts';

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
      ? chats.map(({ chat, connected, about }) =>
          line(connected, chat, chatWords(connected, about)),
        )
      : [{ mark: '–', what: 'Chats', words: 'this process listens to none (ROLES)' } as const]),
    ...providers.map(({ provider, account, key }) =>
      line(account.key === 'accepted', provider, accountWords(account, key)),
    ),
    line(
      database.version !== null,
      'Database',
      `${database.version ?? 'does not answer'} · ${database.place}`,
    ),
    line(hasRoom(media), 'Media', `${media.place}${freeWords(media.freeBytes)}`),
    publicLine(summary),
    port === null
      ? { mark: '–', what: 'HTTP', words: 'this process serves none (ROLES)' }
      : line(true, 'HTTP', `port ${port}`),
  ];
}

function line(good: boolean, what: string, words: string): Line {
  return { mark: good ? '✓' : '✗', what, words };
}

function chatWords(connected: boolean, { identity, audience }: PlatformAbout): string {
  if (!connected) return `not connected yet, trying on · ${audience}`;
  return `connected${identity === null ? '' : ` as ${identity}`} · ${audience}`;
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

function freeWords(bytes: number | null): string {
  if (bytes === null) return '';
  return ` · ${(bytes / GIGABYTE).toFixed(bytes < 10 * GIGABYTE ? 1 : 0)} GB free`;
}
