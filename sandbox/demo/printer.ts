import type { ChatName, Kind } from './user.ts';
import type { Entry } from './books.ts';
import type { ProviderName } from './providers.ts';
import type { Receipt } from './receipt.ts';

export interface DoneEvent {
  readonly provider: ProviderName;
  readonly kind: Kind;
  readonly jobId: string | null;
  readonly state: string;
  readonly video: {
    readonly path: string;
    readonly bytes: number;
    readonly seconds: number;
    readonly width: number;
    readonly height: number;
  } | null;
  readonly credits: Receipt | null;
  readonly edits: number;
  readonly checks: number;
}

/** What happens in one chat. */
export interface Page {
  /** What the person does. */
  does(words: string): void;
  card(state: string, text: string): void;
  /** Seen in the chat, but no state of the card. */
  aside(what: 'form' | 'thread', text: string): void;
  say(words: string): void;
  done(event: DoneEvent): void;
}

export interface Printer {
  say(words: string): void;
  page(chat: ChatName): Page;
  ledger(entries: readonly Entry[], balances: boolean): void;
}

export const TITLES = { discord: 'Discord', slack: 'Slack' } as const satisfies Record<
  ChatName,
  string
>;

export function createPrinter(json: boolean, write: (line: string) => void): Printer {
  return json ? jsonPrinter(write) : chatPrinter(write);
}

function jsonPrinter(write: (line: string) => void): Printer {
  const line = (event: object) => {
    write(JSON.stringify(event));
  };
  const nothing = () => undefined;
  return {
    say: nothing,
    page: (platform) => ({
      does: nothing,
      aside: nothing,
      say: nothing,
      card: (state, text) => {
        line({ event: 'card', platform, state, text });
      },
      done: (event) => {
        line({ event: 'done', platform, ...event });
      },
    }),
    ledger: nothing,
  };
}

const ASIDES = { form: 'the form, filled in', thread: 'in the thread of the card' } as const;

/** Chats play at the same time, but are told one after the other: each is a story of its own. */
function chatPrinter(write: (line: string) => void): Printer {
  const started = performance.now();
  const waiting: { readonly lines: string[]; done: boolean }[] = [];

  /** The first that is not done is told as it happens. */
  function tell(): void {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      for (const line of first.lines.splice(0)) write(line);
      if (!first.done) return;
      waiting.shift();
    }
  }

  function page(chat: ChatName): Page {
    const title = TITLES[chat];
    const story = { lines: [`\n━━ ${title} ${'━'.repeat(60 - title.length)}`], done: false };
    waiting.push(story);
    const add = (...lines: readonly string[]) => {
      story.lines.push(...lines);
      tell();
    };
    const seen = (what: string, text: string) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
      add(`\n${seconds} s  ${title}: ${what}`, ...framed(text));
    };
    return {
      does: (words) => {
        add(`\nyou: ${words}`);
      },
      card: seen,
      aside: (what, text) => {
        seen(ASIDES[what], text);
      },
      say: (words) => {
        add(words);
      },
      done: (event) => {
        story.done = true;
        add(...ending(event));
      },
    };
  }

  return {
    say: write,
    page,
    ledger(entries, balances) {
      write('\nThe ledger:');
      for (const { kind, credits, at, platform } of entries) {
        const chat = TITLES[platform].padEnd(8);
        write(`  ${at.toISOString()}  ${chat} ${kind.padEnd(8)} ${String(credits).padStart(6)}`);
      }
      write(balances ? 'It balances.' : 'It does not balance.');
    },
  };
}

function framed(text: string): string[] {
  return text.split('\n').map((row) => `        │ ${row}`);
}

function ending({ video, credits, state, edits, checks }: DoneEvent): string[] {
  const lines: string[] = [''];
  if (video !== null) {
    const size = `${(video.bytes / 1_000_000).toFixed(2)} MB`;
    lines.push(
      `Video:   ${video.path}`,
      `         ${video.width} × ${video.height}, ${video.seconds.toFixed(1)} s, ${size}`,
    );
  }
  if (credits !== null) {
    const { quoted, held, charged, released, balance } = credits;
    lines.push(
      `Receipt: quoted ${quoted}, held ${held}, charged ${charged}, returned ${released}; ${balance} left`,
    );
  }
  return [
    ...lines,
    `Ended:   ${state}, after ${edits} edits of one message and ${checks} status calls`,
  ];
}
