import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../sandbox/slack/deliveries/delivery.ts';
import type { JsonObject } from '../../../sandbox/shared/json.ts';
import { aPicture } from '../../support/e2e/harness/session.ts';
import { expectBooksBalance } from '../../support/e2e/ledger-audit.ts';
import { expectNoSecrets, openSlackWorld } from '../../support/e2e/slack.ts';
import type { SlackWorld } from '../../support/e2e/slack.ts';
import { hostileChanges } from '../../support/hostile.ts';
import { patience } from '../../support/patience.ts';

const SEED = 20_261_130;
const PACKETS = 300;

/** Everything that people can do in Slack; each begins with what is not tampered with. */
async function deedsOf(world: SlackWorld): Promise<readonly (() => Promise<() => unknown>)[]> {
  const { ada, channel } = world;
  const picture = { name: 'kite.png', bytes: await aPicture() };
  const card = await world.create();
  await world.shown(card, /on hold/);
  const message = card.message();
  if (message === null) throw new Error('There is no card.');
  const files = [ada.upload(picture)];
  const { message: pictured } = ada.say('look', { channel, files });
  const now = (deed: () => unknown) => () => Promise.resolve(deed);
  /** By somebody who has no other form open. */
  const opened = async () => {
    const by = world.workspace.addPerson({ name: 'Eve' });
    return { by, form: await world.openForm('/video', { by }) };
  };
  const typed = (text: string) => now(() => world.type(text));
  return [
    typed('/video a kite --seconds 3'),
    typed('/video a kite --wide --private'),
    typed('/video'),
    typed('/video edit'),
    typed('/video history'),
    typed('/credits'),
    typed('/quota show'),
    now(() => ada.shortcut('create_video')),
    now(() => ada.messageShortcut('animate_image', pictured)),
    now(() => ada.messageShortcut('edit_video', message)),
    now(() => ada.pressForged(message, { action_id: 'job:refresh' })),
    now(() => ada.openHome()?.first),
    async () => {
      const { by, form } = await opened();
      return () => by.submit(form, { prompt: 'a kite', first: [picture] });
    },
    async () => {
      const { by, form } = await opened();
      return () => by.choose(form, 'quality', 'pro');
    },
  ];
}

describe('Requests of Slack with anything in them', () => {
  it(
    'cost themselves alone: who can be answered is, and nothing is charged that is not shown',
    { timeout: patience(60_000) },
    async () => {
      await using world = await openSlackWorld({
        // For a few videos of everybody: what is refused is answered as well.
        environment: { DEFAULT_ALLOWANCE: '800/week' },
        slack: { rateLimits: false },
      });
      const { emulator: chat } = world.chats.slack;
      const deeds = await deedsOf(world);
      const before = chat.deliveries.log.length;
      for (const [index, change] of hostileChanges(SEED, PACKETS).entries()) {
        const deed = await deeds[index % deeds.length]?.();
        chat.world.tamper = change;
        try {
          await deed?.();
        } finally {
          chat.world.tamper = null;
        }
      }
      const sent = chat.deliveries.log.slice(before);
      expect(sent.length).toBeGreaterThanOrEqual(PACKETS);
      const left = sent.filter((it) => isAnswerable(it) && it.answer.status !== 'acknowledged');
      expect(left.map((it) => JSON.stringify(it).slice(0, 3_000))).toEqual([]);

      const bob = world.workspace.addPerson({ name: 'Bob' });
      const good = await world.create('a gull', { by: bob });
      expect(await world.end(good)).toContain('Your video is ready');
      const { sql } = world.database;
      const jobs = await sql`
        select j.job_id, c.shown is not null as shown, j.open
        from jobs j left join cards c using (team_id, job_id)`;
      expect(jobs.length).toBeGreaterThan(3);
      expect(jobs.filter((it) => it.shown !== true || it.open === true)).toEqual([]);
      expect(await sql`select key from inbox where due_at is not null`).toEqual([]);
      await expectBooksBalance(sql);
      expect(chat.violations.filter((it) => !isExpected(it))).toEqual([]);
      expect(chat.pings).toEqual([]);
      expectNoSecrets(chat, world.lines);
      const errors = world.lines.filter((it) => /"level":[56]0/.test(it));
      expect(Math.max(...world.lines.map((it) => it.length))).toBeLessThan(5_000);
      for (const { payload } of sent) {
        const id = payload.trigger_id;
        if (typeof id !== 'string' || !/^\d+\.\d+\.[0-9a-f]+$/.test(id)) continue;
        expect(errors.filter((it) => it.includes(id)).length).toBeLessThanOrEqual(1);
      }
    },
  );
});

/** Whether there is a way to say it in our words: by the acknowledgement, or by an address. */
function isAnswerable({ payload, kind }: Delivery): boolean {
  return (
    kind === 'events_api' ||
    (typeof payload.command === 'string' && payload.command !== '') ||
    payload.type === 'view_submission' ||
    isAddress(payload)
  );
}

/** Of what has no way for our words, or whose trigger was made up. */
function isExpected({ error, reason }: SlackWorld['chat']['violations'][number]): boolean {
  return reason.includes('HTTP status 500') || error === 'invalid_trigger_id';
}

function isAddress({ response_url: url }: JsonObject): boolean {
  return typeof url === 'string' && /^http:\/\/127\.0\.0\.1:\d+\//.test(url);
}
