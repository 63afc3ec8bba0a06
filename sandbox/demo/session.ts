import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Adapters } from '../../src/lifecycle/adapters.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { freePort } from '../../src/db/server/free-port.ts';
import { openService } from '../../src/service.ts';
import { createScaledClock } from '../shared/scaled-clock.ts';
import { isBalanced, readBooks, receiptOf } from './books.ts';
import { createDiscordUser } from './discord-user.ts';
import type { ChatName, UserDriver, UserDriverOptions } from './user.ts';
import type { DemoOptions } from './options.ts';
import { TITLES } from './printer.ts';
import type { Printer } from './printer.ts';
import { newKey, openEmulator, PROVIDER_TITLES, settingsOf } from './providers.ts';
import type { Emulated } from './providers.ts';
import { saveVideo } from './save-video.ts';
import { createSlackUser } from './slack-user.ts';
import { createStory } from './story.ts';
import type { Story } from './story.ts';

/** How much faster than the wall's the demo's time runs while it renders, and how long that takes. */
const SPEED = 10;
const RENDER_MS = 70_000;

/** However it goes, the demo comes to an end. */
const GIVE_UP_MS = 50_000;

const USER_DRIVERS: Readonly<
  Record<ChatName, (options: UserDriverOptions) => Promise<UserDriver>>
> = {
  discord: createDiscordUser,
  slack: createSlackUser,
};

/**
 * One video in each of the chats, asked for as a person would, of one service.
 * @returns true when every video arrived and the ledger balances
 */
export async function runSession(
  options: DemoOptions,
  printer: Printer,
  logLevel: string,
): Promise<boolean> {
  await using opened = new AsyncDisposableStack();
  const clock = createScaledClock();
  const folder = await mkdtemp(path.join(tmpdir(), 'showrunner-demo-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const provider: Emulated = opened.adopt(
    await openEmulator[options.provider]({
      now: () => clock.now().getTime(),
      renderMs: RENDER_MS,
      apiKey: newKey(options.provider),
    }),
    (it) => it.close(),
  );
  const emulated = options.chats.map((it) => TITLES[it]).join(', ');
  printer.say(
    `Starting Showrunner with its own Postgres and emulators of ${emulated} and ${PROVIDER_TITLES[options.provider]}, all on this machine.`,
  );
  printer.say(`While it renders, time runs ${SPEED} times faster: a minute takes seconds.`);
  const chats = await Promise.all(
    options.chats.map(async (name) => {
      const page = printer.page(name);
      const story = createStory(page);
      const user = opened.use(
        await USER_DRIVERS[name]({
          clock,
          publicUrl,
          language: options.language,
          see: (sight) => {
            story.see(sight);
          },
          tell: (words) => {
            page.does(words);
          },
        }),
      );
      return { name, page, story, user };
    }),
  );
  const urls = [provider.url, ...chats.map(({ user }) => user.url)];
  const service = opened.use(
    await openService({
      clock,
      logger: createLogger({
        level: logLevel,
        secrets: [provider.apiKey, ...chats.flatMap(({ user }) => user.secrets)],
        write: (line) => process.stderr.write(line),
      }),
      wrap: (core) => watched(core, new Map(chats.map(({ name, story }) => [name, story]))),
      environment: {
        DATA_DIR: folder,
        PORT: String(port),
        PUBLIC_URL: publicUrl,
        ...settingsOf(options.provider, provider),
        TRUSTED_HOSTS: urls.map((it) => new URL(it).host).join(','),
        ...Object.fromEntries(chats.flatMap(({ user }) => Object.entries(user.settings))),
      },
    }),
  );

  await speakTo(service.adapters, chats, options.language);

  const endAll = (how: string) => () => {
    for (const { story } of chats) story.end(how);
  };
  const giveUp = setTimeout(endAll('unfinished'), GIVE_UP_MS);
  // Left on the spot, it would leave its Postgres behind.
  const leave = endAll('interrupted');
  process.once('SIGINT', leave).once('SIGTERM', leave);
  // Nobody reads on. For good: whatever is written later fails as well.
  process.stdout.on('error', leave);
  opened.defer(() => {
    clearTimeout(giveUp);
    process.off('SIGINT', leave).off('SIGTERM', leave);
  });

  const arrived = await Promise.all([...chats.map(playOne), speedUp()]);
  const books = await readBooks(service.sql);
  printer.ledger(books.ledger, isBalanced(books));
  const { violations = [] } = provider;
  if (violations.length > 0) printer.say(`\nSent against its document: ${violations.join('; ')}`);
  return arrived.every((it) => it) && isBalanced(books) && violations.length === 0;

  /** While a person waits for an answer, the machine has as much time for it as it has anywhere. */
  async function speedUp(): Promise<true> {
    await Promise.all(chats.map(({ story }) => story.begun));
    clock.runAt(SPEED);
    return true;
  }

  async function playOne({ name, page, story, user }: (typeof chats)[number]): Promise<boolean> {
    try {
      if ((await user.ask(options)) === 'refused') story.end('refused');
      else if (await story.asked) await user.agree();
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      story.refused(`${TITLES[name]} does not take it: ${words}`);
    }
    const state = await story.ended;
    const video = await saveVideo(user.video(), path.join(options.out, name));
    const books = await readBooks(service.sql);
    const job = books.jobs.find((it) => it.platform === name) ?? null;
    const { allowance } = service.adapters.defaults.policy;
    const credits = allowance.kind === 'credits' ? allowance.credits : 0;
    if (user.violations.length > 0) {
      page.say(`\nIts rules were broken: ${JSON.stringify(user.violations)}`);
    }
    page.done({
      provider: options.provider,
      kind: options.kind,
      jobId: job?.jobId ?? null,
      state,
      video,
      credits: job === null ? null : receiptOf(books, job, credits),
      edits: story.edits,
      checks: job?.taskId == null ? 0 : (provider.statusCalls.get(job.taskId) ?? 0),
    });
    return state === 'succeeded' && video !== null && user.violations.length === 0;
  }
}

/** Has channels read it, too: an admin of each chat would type `/quota language`. */
async function speakTo(
  { clock, teams, wallet }: Adapters,
  chats: readonly { readonly name: ChatName; readonly user: UserDriver }[],
  language: string,
): Promise<void> {
  for (const { name: platform, user } of chats) {
    const workspace = { id: user.workspaceId, kind: 'shared' } as const;
    const admin = { platform, workspace, person: { id: 'admin' }, roles: [], admin: true };
    const { teamId, personId: actor } = await wallet.resolveIdentity(admin);
    const entry = { at: clock.now(), actor, action: 'language', target: language, reason: '' };
    await teams.change(teamId, (settings) => ({ ...settings, language }), entry);
  }
}

function watched(core: Adapters, stories: ReadonlyMap<string, Story>): Adapters {
  const platforms = [...core.platforms].map(
    ([name, platform]) => [name, stories.get(name)?.watch(platform) ?? platform] as const,
  );
  return { ...core, platforms: new Map(platforms) };
}
