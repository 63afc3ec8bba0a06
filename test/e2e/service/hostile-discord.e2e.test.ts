import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../sandbox/shared/json.ts';
import { aPicture, discordInHarness, inDiscord } from '../../support/e2e/harness/session.ts';
import type {
  HarnessDiscord,
  DiscordInteraction,
  World,
} from '../../support/e2e/harness/session.ts';
import { expectBooksBalance } from '../../support/e2e/ledger-audit.ts';
import { openHarness } from '../../support/e2e/harness/harness.ts';
import { hostileChanges } from '../../support/hostile.ts';
import { patience } from '../../support/patience.ts';

const SEED = 20_261_130;
const PACKETS = 300;
const AT_ONCE = 10;

async function openWorld() {
  const lines: string[] = [];
  const harness = await openHarness<{ readonly discord: HarnessDiscord }>(
    // For a few videos of everybody: what is refused is answered as well.
    { environment: { DEFAULT_ALLOWANCE: '800/week' } },
    async (now) => ({
      discord: { ...(await discordInHarness(now)), logged: (line) => lines.push(line) },
    }),
  );
  const world = inDiscord(harness);
  await world.startAtOnce();
  return { ...world, lines };
}

/** Everything that people can do in Discord. */
async function deedsOf(world: World): Promise<readonly (() => DiscordInteraction)[]> {
  const { chat, ada, guild, channel } = world;
  const bytes = await aPicture();
  const image = { bytes, filename: 'kite.png' };
  const card = world.create();
  await card.message();
  const button = world.buttonsOf(card)[0]?.id ?? '';
  const storyboard = world.command({ name: 'video', subcommand: 'storyboard' });
  await storyboard.acknowledged();
  const message = chat.say({ user: ada, channel, content: 'look', attachments: [image] });
  const target = { id: String(message.id) };
  const setting = { user: ada, guild, channel };
  return [
    () => world.create({ attachments: { image } }),
    () => world.create({ options: { prompt: 'a kite', aspect: '16:9', sound: true } }),
    () =>
      chat.command({ user: ada, name: 'video', subcommand: 'create', options: { prompt: 'x' } }),
    () =>
      world.command({
        name: 'video',
        subcommand: 'elements',
        options: { prompt: '@hero rests', name1: 'hero' },
        attachments: { image1a: image, image1b: image },
      }),
    () => world.command({ name: 'video', subcommand: 'storyboard' }),
    () => world.command({ name: 'video', subcommand: 'history' }),
    () => world.command({ name: 'credits' }),
    () => world.command({ name: 'quota', subcommand: 'show', openedByAdmin: true }),
    () => chat.autocomplete({ ...setting, name: 'video', subcommand: 'create', focused: 'model' }),
    () => chat.command({ ...setting, name: 'Animate this image', target }),
    () => chat.command({ ...setting, name: 'Edit this video', target }),
    () => chat.pressForged({ user: ada, message: card.messageId ?? '', customId: button }),
    () => chat.submitModal(storyboard, { shot1: '2s: a gull', shot2: '1s: a boat' }),
  ];
}

describe('Packets of Discord with anything in them', () => {
  it(
    'cost themselves alone: who can be answered is, and nothing is charged that is not shown',
    { timeout: patience(60_000) },
    async () => {
      await using world = await openWorld();
      const deeds = await deedsOf(world);
      const changes = hostileChanges(SEED, PACKETS);
      const sent: { readonly interaction: DiscordInteraction; readonly packet: JsonObject }[] = [];
      for (let first = 0; first < PACKETS; first += AT_ONCE) {
        const batch = changes.slice(first, first + AT_ONCE).map((change, index) => {
          let packet: JsonObject = {};
          world.chat.tamper((payload) => {
            packet = change(payload);
            return packet;
          });
          const interaction = deeds[(first + index) % deeds.length]?.();
          world.chat.tamper(null);
          if (interaction === undefined) throw new Error('Nothing was done');
          return { interaction, packet };
        });
        sent.push(...batch);
        await Promise.all(
          batch.filter(isAnswerable).map(async ({ interaction, packet }) => {
            await interaction.acknowledged().catch(() => {
              throw new Error(`Nobody answered ${JSON.stringify(packet).slice(0, 3_000)}`);
            });
          }),
        );
      }
      expect(sent.filter(isAnswerable).length).toBeGreaterThan(PACKETS / 2);

      const bob = world.chat.addUser({ name: 'Bob' });
      expect(await world.end(world.create({ user: bob }))).toContain('Your video is ready');
      const { sql } = world.database;
      const jobs = await sql`
        select j.job_id, c.shown is not null as shown, j.open
        from jobs j left join cards c using (team_id, job_id)`;
      expect(jobs.length).toBeGreaterThan(3);
      expect(jobs.filter((it) => it.shown !== true || it.open === true)).toEqual([]);
      expect(await sql`select key from inbox where due_at is not null`).toEqual([]);
      await expectBooksBalance(sql);
      expect(world.chat.violations.filter((it) => !isExpected(it, sent))).toEqual([]);
      expect(world.chat.pings).toEqual([]);
      expect(Math.max(...world.lines.map((it) => it.length))).toBeLessThan(5_000);
      const errors = world.lines.filter((it) => /"level":[56]0/.test(it));
      for (const { interaction } of sent) {
        expect(errors.filter((it) => it.includes(interaction.id)).length).toBeLessThanOrEqual(1);
      }
      const secrets = [world.chat.token, ...sent.map((it) => it.interaction.token)];
      const told = world.lines.join('\n');
      expect(secrets.filter((it) => told.includes(it))).toEqual([]);
    },
  );
});

/** Of an id or a token that was made up nobody can know, and of a type neither. */
function isExpected(
  { route, reason }: World['chat']['violations'][number],
  sent: readonly { readonly interaction: DiscordInteraction }[],
): boolean {
  return (
    !sent.some(
      ({ interaction: { id, token } }) =>
        route.includes(token) && (route.includes(`/${id}/`) || !route.startsWith('/interactions/')),
    ) || reason.includes('does not answer this interaction')
  );
}

/** What kind of answer it takes is told by its type alone. */
function isAnswerable({
  interaction: { id, token, payload },
  packet,
}: {
  readonly interaction: DiscordInteraction;
  readonly packet: JsonObject;
}): boolean {
  return packet.id === id && packet.token === token && packet.type === payload.type;
}
