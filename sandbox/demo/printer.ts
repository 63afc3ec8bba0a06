export interface Receipt {
  readonly quoted: number;
  readonly held: number;
  readonly charged: number;
  readonly released: number;
  /** What the person has left afterwards. */
  readonly balance: number;
}

export interface DoneEvent {
  readonly platform: string;
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

export interface Printer {
  say(words: string): void;
  card(platform: string, state: string, text: string): void;
  ledger(
    rows: readonly { readonly kind: string; readonly credits: number; readonly at: Date }[],
  ): void;
  done(event: DoneEvent): void;
}

export function createPrinter(json: boolean): Printer {
  return json ? jsonPrinter() : chatPrinter();
}

function jsonPrinter(): Printer {
  const line = (event: object) => {
    console.log(JSON.stringify(event));
  };
  return {
    say: () => undefined,
    card: (platform, state, text) => {
      line({ event: 'card', platform, state, text });
    },
    ledger: () => undefined,
    done: (event) => {
      line({ event: 'done', ...event });
    },
  };
}

function chatPrinter(): Printer {
  const started = performance.now();
  return {
    say(words) {
      console.log(words);
    },
    card(platform, state, text) {
      const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
      console.log(`\n${seconds} s  ${platform}: ${state}`);
      for (const row of text.split('\n')) console.log(`        │ ${row}`);
    },
    ledger(rows) {
      console.log('\nThe ledger of this job:');
      for (const { kind, credits, at } of rows) {
        console.log(`  ${at.toISOString()}  ${kind.padEnd(8)} ${String(credits).padStart(6)}`);
      }
    },
    done({ video, credits, state, edits, checks }) {
      if (video !== null) {
        const size = `${(video.bytes / 1_000_000).toFixed(2)} MB`;
        console.log(
          `\nVideo:   ${video.path}\n         ${video.width} × ${video.height}, ${video.seconds.toFixed(1)} s, ${size}`,
        );
      }
      if (credits !== null) {
        const { quoted, held, charged, released, balance } = credits;
        console.log(
          `Receipt: quoted ${quoted}, held ${held}, charged ${charged}, returned ${released}; ${balance} left`,
        );
      }
      console.log(
        `Ended:   ${state}, after ${edits} edits of one message and ${checks} status calls`,
      );
    },
  };
}
