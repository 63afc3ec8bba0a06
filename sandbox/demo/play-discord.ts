import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Core } from '../../src/core/use-cases/core.ts';
import { createLogger } from '../../src/logger.ts';
import { createDecoder } from '../../src/media/decoder/decoder.ts';
import { openService } from '../../src/service.ts';
import type { Service } from '../../src/service.ts';
import { createDiscordEmulator } from '../discord/emulator.ts';
import { createHappyhorseApp } from '../happyhorse-app/emulator.ts';
import { createScaledClock } from '../scaled-clock.ts';
import { freePort } from './free-port.ts';
import type { DemoOptions } from './options.ts';
import type { DoneEvent, Printer } from './printer.ts';

/** How much faster than the wall's the demo's time runs, and how long its renders then take. */
const SPEED = 10;
const RENDER_MS = 70_000;

/** However it goes, the demo comes to an end. */
const GIVE_UP_MS = 50_000;

/** States in which a card stays as it is, and those it stays in until somebody acts. */
const ENDS: ReadonlySet<string> = new Set([
  ...['succeeded', 'failed', 'cancelled', 'expired', 'unconfirmed', 'refused'],
]);

/**
 * One `/video create` in Discord, as a person would type it.
 * @returns true when the video arrived and the ledger balances
 */
export async function playDiscord(
  options: DemoOptions,
  printer: Printer,
  logLevel: string,
): Promise<boolean> {
  await using opened = new AsyncDisposableStack();
  const clock = createScaledClock(SPEED);
  const now = () => clock.now().getTime();
  const folder = await mkdtemp(path.join(tmpdir(), 'showrunner-demo-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const chat = opened.adopt(await createDiscordEmulator({ now }), (it) => it.close());
  const provider = opened.adopt(
    await createHappyhorseApp({
      now,
      renderMs: RENDER_MS,
      apiKey: randomBytes(12).toString('hex'),
    }),
    (it) => it.close(),
  );
  const port = await freePort();
  printer.say(
    'Starting Showrunner with its own Postgres, a Discord and a happyhorse.app, all on this machine.',
  );
  printer.say(`Time runs ${SPEED} times faster here, so that a render of a minute takes seconds.`);

  const shownAs = new Map<string, string>();
  const service = opened.use(
    await openService({
      clock,
      logger: createLogger({
        level: logLevel,
        secrets: [chat.token, provider.apiKey],
        write: (line) => process.stderr.write(line),
      }),
      wrap: (core) => watchStates(core, shownAs),
      environment: {
        DATA_DIR: folder,
        PORT: String(port),
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        DISCORD_TOKEN: chat.token,
        DISCORD_API_URL: chat.apiUrl,
        HAPPYHORSE_APP_API_KEY: provider.apiKey,
        HAPPYHORSE_APP_URL: provider.url,
        TRUSTED_HOSTS: [chat.apiUrl, provider.url].map((it) => new URL(it).host).join(','),
      },
    }),
  );

  const ended = Promise.withResolvers<{ state: string; messageId: string | null }>();
  const giveUp = setTimeout(() => {
    ended.resolve({ state: 'unfinished', messageId: null });
  }, GIVE_UP_MS);
  // Left on the spot, it would leave its Postgres behind.
  const leave = () => {
    ended.resolve({ state: 'interrupted', messageId: null });
  };
  process.once('SIGINT', leave).once('SIGTERM', leave);
  opened.defer(() => {
    clearTimeout(giveUp);
    process.off('SIGINT', leave).off('SIGTERM', leave);
  });
  let edits = 0;
  chat.onMessage((version) => {
    const text = chat.text(version.json);
    const state = shownAs.get('now') ?? 'acknowledged';
    if (version.kind === 'edit') edits += 1;
    printer.card('discord', version.kind === 'create' ? 'acknowledged' : state, text);
    if (version.kind === 'edit' && ENDS.has(state)) {
      ended.resolve({ state, messageId: version.messageId });
    }
  });

  const guild = chat.addGuild({});
  const channel = chat.addChannel(guild);
  const user = chat.addUser({ name: 'you' });
  const typed = typedOptions(options);
  printer.say(
    `\nyou: /video create ${Object.entries({ ...typed, image: options.image.name })
      .map(([name, value]) => `${name}:${String(value)}`)
      .join(' ')}`,
  );
  chat.command({
    ...{ user, guild, channel, name: 'video', subcommand: 'create', options: typed },
    attachments: { image: { bytes: options.image.bytes, filename: options.image.name } },
  });

  const { state, messageId } = await ended.promise;
  const video = await saveVideo(chat, messageId, options.out);
  const books = await readBooks(service, printer);
  const event: DoneEvent = {
    platform: 'discord',
    jobId: books?.jobId ?? null,
    state,
    video,
    credits: books?.credits ?? null,
    edits,
    checks: provider.requests.filter((it) => it.path.startsWith('/api/status')).length,
  };
  printer.done(event);
  if (chat.violations.length > 0)
    printer.say(`Discord's rules were broken: ${JSON.stringify(chat.violations)}`);
  return state === 'succeeded' && video !== null && balances(books) && chat.violations.length === 0;
}

function typedOptions({ prompt, seconds, quality }: DemoOptions) {
  return {
    prompt,
    ...(seconds === null ? {} : { seconds }),
    ...(quality === null ? {} : { quality }),
  };
}

/** Notes which state a card is about to show, for the words beside it. */
function watchStates(core: Core, shownAs: Map<string, string>): Core {
  const platforms = [...core.platforms].map(([name, platform]) => {
    const watched: typeof platform = {
      ...platform,
      show(message, card, signal) {
        shownAs.set('now', card.view.status);
        return platform.show(message, card, signal);
      },
      say(message, note, signal) {
        shownAs.set('now', note.tone === 'plain' ? 'answered' : 'refused');
        return platform.say(message, note, signal);
      },
    };
    return [name, watched] as const;
  });
  return { ...core, platforms: new Map(platforms) };
}

async function saveVideo(
  chat: Awaited<ReturnType<typeof createDiscordEmulator>>,
  messageId: string | null,
  out: string,
): Promise<DoneEvent['video']> {
  const attachment =
    messageId === null ? undefined : chat.messages.history(messageId).at(-1)?.attachments[0];
  if (attachment === undefined) return null;
  await mkdir(out, { recursive: true });
  const file = path.join(out, attachment.filename);
  await writeFile(file, attachment.bytes);
  const decoder = createDecoder();
  try {
    const { seconds, width, height } = await decoder.probeVideo(file, AbortSignal.timeout(30_000));
    return { path: file, bytes: attachment.bytes.length, seconds, width, height };
  } finally {
    await decoder.close();
  }
}

interface Books {
  readonly jobId: string;
  readonly credits: NonNullable<DoneEvent['credits']>;
  /** What the balance row says is held and charged. */
  readonly row: { readonly held: number; readonly charged: number };
}

async function readBooks(service: Service, printer: Printer): Promise<Books | null> {
  const { sql } = service;
  const [job] = await sql<{ job_id: string; quote: number; person_id: string }[]>`
    select job_id, quote, person_id from jobs limit 1`;
  if (job === undefined) return null;
  const rows = await sql<{ kind: string; credits: number; at: Date }[]>`
    select kind, credits::int, at from ledger order by at, kind = 'hold' desc, kind`;
  const [row] = await sql<{ held: number; charged: number }[]>`
    select held::int, charged::int from balances where subject = ${job.person_id}`;
  printer.ledger(rows);
  const of = (kind: string) => rows.find((it) => it.kind === kind)?.credits ?? 0;
  const { allowance } = service.core.defaults.policy;
  const used = { held: row?.held ?? 0, charged: row?.charged ?? 0 };
  return {
    jobId: job.job_id,
    row: used,
    credits: {
      quoted: job.quote,
      held: of('hold'),
      charged: of('charge'),
      released: of('release'),
      balance: (allowance.kind === 'credits' ? allowance.credits : 0) - used.held - used.charged,
    },
  };
}

function balances(books: Books | null): boolean {
  if (books === null) return false;
  const { quoted, held, charged, released } = books.credits;
  return (
    held === quoted &&
    charged + released === held &&
    books.row.held === 0 &&
    books.row.charged === charged
  );
}
