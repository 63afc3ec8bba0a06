import { describe, expect, it } from 'vitest';
import type { EffectivePolicy, Policy } from '../../../src/core/credits/domain/allowance.ts';
import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import type { Attachment } from '../../../src/core/media/domain/media.ts';
import type { Refusal } from '../../../src/core/video/domain/refusal.ts';
import type { VideoDraft } from '../../../src/core/video/domain/video-request.ts';
import { requestVideo } from '../../../src/core/requests/request-video.ts';
import { START } from '../../support/builders.ts';
import { aRequester, aVideoDraft, inNewWorkspace, testCore, toCreate } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import type { FakeContent } from '../../support/fakes/fake-content.ts';
import { createFakeProvider, fakeModel } from '../../support/fakes/fake-provider.ts';
import { accepted, signal } from './requested.ts';

const database = databaseOfFile();

interface Given {
  readonly policy?: Partial<EffectivePolicy>;
  readonly pool?: EffectivePolicy['allowance'];
  readonly canLink?: boolean;
  readonly providers?: 'none';
}

function coreWith(given: Given = {}): TestCore {
  return testCore(database.sql, {
    wrap: ({ defaults, canLink, providers }) => ({
      canLink: given.canLink ?? canLink,
      providers: given.providers === 'none' ? new Map() : providers,
      defaults: {
        ...defaults,
        policy: { ...defaults.policy, ...given.policy },
        pool: given.pool ?? defaults.pool,
      },
    }),
  });
}

async function refusalOf(
  test: TestCore,
  draft: Partial<VideoDraft> = {},
  interaction: Partial<Interaction> = {},
): Promise<Refusal | null> {
  const command = toCreate('a horse', draft);
  const context = await test.contextOf(test.anInteraction(command, interaction));
  const outcome = await requestVideo(test.core, context, command, signal);
  return outcome.status === 'refused' ? outcome.refusal : null;
}

/** Everything that the ledger and the jobs of this test's provider come to. */
async function spent(test: TestCore): Promise<{ jobs: number; credits: number }> {
  const [row] = await database.sql<{ jobs: number; credits: number }[]>`
    select count(*)::int as jobs, coalesce(sum(l.credits), 0)::int as credits
    from jobs j join ledger l using (team_id, job_id) where j.provider = ${test.provider.name}`;
  return row!;
}

const picture = (name = 'a.png'): Attachment => ({
  url: `https://chat.test/${name}`,
  name,
  bytes: null,
});
const withPicture = (first: Attachment = picture()): Partial<VideoDraft> => ({
  scene: { kind: 'frames', prompt: 'a horse', first, last: null },
});
const credits = (amount: number, per: 'day' | 'week' | 'month' = 'week') =>
  ({ kind: 'credits', credits: amount, per }) as const;

describe('a request that is accepted', () => {
  it('becomes a job with its price held', async () => {
    const test = coreWith();
    const job = await accepted(test);
    expect(job).toMatchObject({
      provider: test.provider.name,
      model: 'fake-1',
      quote: 100,
      createdAt: START,
      request: {
        scene: { kind: 'text', prompt: 'a horse' },
        settings: { seconds: 5, quality: 'std', aspect: '16:9', sound: true, guidance: null },
      },
      state: { status: 'waiting', since: START, notBefore: START, setback: null },
    });
    expect(await spent(test)).toEqual({ jobs: 1, credits: 100 });
  });

  it('has its images in our store, each fetched once', async () => {
    const test = coreWith();
    const scene = {
      kind: 'frames',
      prompt: 'a horse',
      first: picture('a.png'),
      last: picture('b.png'),
    } as const;
    const job = await accepted(test, { draft: { scene } });
    expect(test.media.calls).toEqual([
      'ingestImage https://chat.test/a.png',
      'ingestImage https://chat.test/b.png',
    ]);
    expect(job.request.scene).toMatchObject({ first: { kind: 'image' }, last: { kind: 'image' } });
  });

  it('is the same job when the same request comes again, whatever was used meanwhile', async () => {
    const test = coreWith({ policy: { allowance: credits(100) } });
    const job = await accepted(test, { interaction: { key: 'twice' } });
    const again = await accepted(test, { interaction: { key: 'twice' } });
    expect(again.jobId).toBe(job.jobId);
    expect(await spent(test)).toEqual({ jobs: 1, credits: 100 });
    expect(await refusalOf(test)).toMatchObject({ code: 'no-credits' });
  });

  it('is the same job when it comes twice at once', async () => {
    const test = coreWith({ policy: { allowance: credits(100) } });
    const jobs = await Promise.all(
      [1, 2, 3].map(() => accepted(test, { interaction: { key: 'at once' } })),
    );
    expect(new Set(jobs.map((it) => it.jobId)).size).toBe(1);
    expect(await spent(test)).toEqual({ jobs: 1, credits: 100 });
  });

  it('is the same job though its pictures are gone by then', async () => {
    const test = coreWith();
    const job = await accepted(test, { interaction: { key: 'pictures' }, draft: withPicture() });
    test.media.put(picture().url, { kind: 'missing' });
    const again = await accepted(test, { interaction: { key: 'pictures' }, draft: withPicture() });
    expect(again.jobId).toBe(job.jobId);
    expect(await refusalOf(test, withPicture())).toMatchObject({
      media: 'image',
      code: 'unreachable',
    });
  });
});

describe('a request that cannot be made', () => {
  it.each<[string, Partial<VideoDraft>, Given, Refusal['code']]>([
    ['an empty prompt', { scene: { kind: 'text', prompt: ' ' } }, {}, 'prompt-empty'],
    [
      'too many seconds',
      { settings: { ...aVideoDraft('').settings, seconds: 16 } },
      {},
      'seconds-out-of-range',
    ],
    ['no provider', {}, { providers: 'none' }, 'no-provider'],
    ['no way to its images', withPicture(), { canLink: false }, 'no-links'],
    ['no allowance', {}, { policy: { allowance: { kind: 'none' } } }, 'no-allowance'],
    ['too high a price', {}, { policy: { perJob: 99 } }, 'too-dear'],
    ['too few credits', {}, { policy: { allowance: credits(99) } }, 'no-credits'],
    ['too few credits of the team', {}, { pool: credits(99) }, 'pool-empty'],
    ['no place', {}, { policy: { atOnce: 0 } }, 'too-many-open'],
    ['a closed team', {}, { pool: { kind: 'none' } }, 'no-team-budget'],
  ])('is refused for %s, and nothing is held', async (_, draft, given, code) => {
    const test = coreWith(given);
    expect(await refusalOf(test, draft)).toMatchObject({ code });
    expect(await spent(test)).toEqual({ jobs: 0, credits: 0 });
    expect(test.media.calls).toEqual([]);
  });

  it.each<[string, Given]>([
    ['exactly its price a job', { policy: { perJob: 100 } }],
    ['exactly its price left', { policy: { allowance: credits(100) } }],
    ['exactly its price left in the team', { pool: credits(100) }],
    ['exactly one place', { policy: { atOnce: 1 } }],
    ['no way to images, and none in it', { canLink: false }],
    ['any number of credits', { policy: { allowance: { kind: 'unlimited' } } }],
  ])('is not refused for %s', async (_, given) => {
    expect(await refusalOf(coreWith(given))).toBeNull();
  });

  it.each<[FakeContent, Refusal['code']]>([
    [{ kind: 'text' }, 'wrong-type'],
    [{ kind: 'missing' }, 'unreachable'],
    [{ kind: 'problem', code: 'bomb' }, 'bomb'],
    [{ kind: 'problem', code: 'broken' }, 'broken'],
  ])('is refused for its images, and nothing is held: %j', async (content, code) => {
    const test = coreWith();
    test.media.put(picture('bad.png').url, content);
    const scene = {
      kind: 'frames',
      prompt: 'a horse',
      first: picture(),
      last: picture('bad.png'),
    } as const;
    expect(await refusalOf(test, { scene })).toMatchObject({
      media: 'image',
      code,
      name: 'bad.png',
    });
    expect(await spent(test)).toEqual({ jobs: 0, credits: 0 });
  });
});

describe('what is left', () => {
  it('is told with what it takes and when it renews', async () => {
    const test = coreWith({ policy: { allowance: credits(250) } });
    await accepted(test);
    await accepted(test);
    expect(await refusalOf(test)).toEqual({
      code: 'no-credits',
      cost: 100,
      left: 50,
      renewsAt: new Date('2026-11-23T00:00:00Z').getTime(),
    });
  });

  it('is told of the team, too', async () => {
    const test = coreWith({ pool: credits(150, 'day') });
    await accepted(test);
    const ask = { requester: aRequester({ platform: test.platform.name, person: { id: 'ben' } }) };
    expect(await refusalOf(test, {}, ask)).toEqual({
      code: 'pool-empty',
      cost: 100,
      left: 50,
      renewsAt: new Date('2026-11-19T00:00:00Z').getTime(),
    });
  });

  it('is enough again in the next period', async () => {
    const test = coreWith({ policy: { allowance: credits(100, 'day') } });
    await accepted(test);
    expect(await refusalOf(test)).toMatchObject({ code: 'no-credits', left: 0 });
    await test.clock.advance(12 * 3_600_000 - 1);
    expect(await refusalOf(test)).toMatchObject({ code: 'no-credits' });
    await test.clock.advance(1);
    expect(await refusalOf(test)).toBeNull();
  });

  it('is told by the hold when somebody else was faster', async () => {
    const test = coreWith({ policy: { allowance: credits(150) } });
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => refusalOf(test)));
    expect(outcomes.filter((it) => it === null)).toHaveLength(1);
    const others = outcomes.filter((it) => it !== null);
    for (const it of others) expect(it).toMatchObject({ code: 'no-credits', left: 50, cost: 100 });
    expect(await spent(test)).toEqual({ jobs: 1, credits: 100 });
  });
});

describe('what admins set', () => {
  async function set(test: TestCore, kind: string, subject: string, policy: Policy) {
    const { requester } = test.anInteraction({ type: 'help' });
    const { teamId } = await test.core.wallet.resolveIdentity(requester);
    await database.sql`insert into policies (team_id, kind, subject, policy)
      values (${teamId}, ${kind}, ${subject}, ${JSON.stringify(policy)}::text::jsonb)`;
  }

  it('counts before what the operator set', async () => {
    const test = coreWith();
    await set(test, 'team', '', { perJob: 99 });
    expect(await refusalOf(test)).toMatchObject({ code: 'too-dear', cost: 100, most: 99 });
    await set(test, 'role', 'painter', { perJob: 100 });
    const { requester } = test.anInteraction({ type: 'help' });
    expect(
      await refusalOf(test, {}, { requester: { ...requester, roles: ['painter'] } }),
    ).toBeNull();
    expect(
      await refusalOf(test, {}, { requester: { ...requester, roles: ['poet'] } }),
    ).not.toBeNull();
  });

  it('is one team’s own', async () => {
    const test = coreWith();
    await set(test, 'team', '', { allowance: { kind: 'none' } });
    const elsewhere = { requester: inNewWorkspace({ platform: test.platform.name }) };
    expect(await refusalOf(test)).toEqual({ code: 'no-allowance' });
    expect(await refusalOf(test, {}, elsewhere)).toBeNull();
  });
});

describe('a space of one’s own', () => {
  const alone = (test: TestCore): Partial<Interaction> => ({
    requester: aRequester({
      platform: test.platform.name,
      workspace: { id: 'ann', kind: 'personal' },
    }),
  });
  const coreFor = (personal: EffectivePolicy['allowance']) =>
    testCore(database.sql, {
      wrap: ({ defaults }) => ({ defaults: { ...defaults, personal, pool: { kind: 'none' } } }),
    });

  it('has what the operator opened it with, and no team above it', async () => {
    const test = coreFor(credits(150));
    expect(await refusalOf(test, {}, alone(test))).toBeNull();
    expect(await refusalOf(test, {}, alone(test))).toMatchObject({
      code: 'no-credits',
      left: 50,
    });
  });

  it('is closed where the operator did not open it', async () => {
    const test = coreFor({ kind: 'none' });
    expect(await refusalOf(test, {}, alone(test))).toEqual({ code: 'no-personal-space' });
  });
});

it('goes to the cheapest model that can make it', async () => {
  const cheap = { std: { silent: 1, sound: 2 }, pro: { silent: 3, sound: 4 } };
  const models = [
    fakeModel,
    {
      ...fakeModel,
      model: 'brief',
      seconds: { min: 3, max: 5, default: 5 },
      rates: { ...fakeModel.rates, perSecond: cheap },
    },
  ];
  const test = testCore(database.sql, { provider: createFakeProvider({ name: 'two', models }) });
  expect(await accepted(test)).toMatchObject({ model: 'brief', quote: 10 });
  const settings = { ...aVideoDraft('').settings, seconds: 6 };
  expect(await accepted(test, { draft: { settings } })).toMatchObject({ model: 'fake-1' });
});
