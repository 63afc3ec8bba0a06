import { describe, expect, it } from 'vitest';
import type { AdminAct, QuotaSubject } from '../../../../src/core/chat/domain/admin-command.ts';
import type { Requester } from '../../../../src/core/teams/domain/requester.ts';
import type { Job } from '../../../../src/core/jobs/domain/job.ts';
import type { JobEvent } from '../../../../src/core/jobs/domain/job-event.ts';
import { administer } from '../../../../src/core/admin/administer.ts';
import { advanceOnce } from '../../../../src/core/jobs/advance-job.ts';
import { requestVideo } from '../../../../src/core/requests/request-video.ts';
import { accountOf } from '../../../../src/core/credits/account.ts';
import { aVideo, START } from '../../../support/builders.ts';
import { agreedTo, aVideoDraft, testCore } from '../../../support/core.ts';
import type { TestCore } from '../../../support/core.ts';
import { databaseOfFile } from '../../../support/database/database.ts';
import { createFakePlatform } from '../../../support/fakes/fake-platform.ts';
import { createFakeProvider, fakeModel } from '../../../support/fakes/fake-provider.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { SCENARIOS } from './quota-scenarios.ts';
import type { Role, Scenario, Step, Who } from './quota-steps.ts';
import { now, signal } from '../../requests/requested.ts';

const database = databaseOfFile();

/** Ids as each chat has them. */
interface Shape {
  readonly chat: string;
  workspace(n: number): string;
  readonly people: { readonly [who in Who | 'admin']: string };
  readonly roles: { readonly [role in Role]: string };
  readonly channel: string;
}

const SHAPES: readonly Shape[] = [
  {
    chat: 'discord',
    workspace: (n) => String(1_180_000_000_000_000_000n + BigInt(n)),
    people: { ann: '201100000000000001', ben: '201100000000000002', admin: '201100000000000003' },
    roles: { makers: '3300000000000001', guests: '3300000000000002', stars: '3300000000000003' },
    channel: '440000000000000001',
  },
  {
    chat: 'slack',
    workspace: (n) => `T0${String(n).padStart(8, '0')}`,
    people: { ann: 'U0ANN00001', ben: 'U0BEN00002', admin: 'U0ADMIN003' },
    roles: { makers: 'S0MAKERS01', guests: 'S0GUESTS02', stars: 'S0STARS003' },
    channel: 'C0VIDEOS01',
  },
];

/** One credit a second, so that anything can be had for any price. */
const byTheSecond = {
  ...fakeModel,
  seconds: { min: 1, max: 100_000, default: 5 },
  rates: {
    ...fakeModel.rates,
    perSecond: { std: { silent: 1, sound: 1 }, pro: { silent: 1, sound: 1 } },
  },
};

let played = 0;

interface Harness {
  readonly test: TestCore;
  readonly shape: Shape;
  readonly workspace: Requester['workspace'];
  /** By what the scenario calls them. */
  readonly jobs: Map<string, Job>;
}

async function run(shape: Shape, { start, steps }: Scenario): Promise<void> {
  played += 1;
  const test = testCore(database.sql, {
    clock: createManualClock(start === undefined ? START : new Date(start)),
    provider: createFakeProvider({ name: `scenario-${played}`, models: [byTheSecond] }),
    platform: createFakePlatform({ name: shape.chat }),
  });
  const workspace = { id: shape.workspace(played), kind: 'shared' } as const;
  const harness = { test, shape, workspace, jobs: new Map<string, Job>() };
  for (const [n, step] of steps.entries()) {
    await take(harness, step, `step ${n + 1}: ${JSON.stringify(step)}`);
  }
}

async function take(harness: Harness, step: Step, named: string): Promise<void> {
  const { test, shape } = harness;
  if ('at' in step) {
    await test.clock.advance(Date.parse(step.at) - test.clock.now().getTime());
  } else if ('asks' in step) {
    expect(await asking(harness, step), named).toBe(step.gets);
  } else if ('arrives' in step) {
    await arrive(harness, step.arrives, step.charged);
  } else if ('cancelled' in step) {
    await tell(harness, step.cancelled, { type: 'cancelled', at: test.clock.now() });
  } else if ('left' in step) {
    const requester = requesterOf(harness, step.left, step.roles);
    const who = await test.core.wallet.resolveIdentity(requester);
    const account = await accountOf(test.core, who, requester.roles);
    const seen = {
      own: account.ownLeft,
      ...(step.team === undefined ? {} : { team: account.poolLeft }),
      ...(step.renews === undefined ? {} : { renews: account.renewsAt }),
    };
    const { own, team, renews } = step;
    expect(seen, named).toEqual({
      own,
      ...(team === undefined ? {} : { team }),
      ...(renews === undefined ? {} : { renews: new Date(renews) }),
    });
  } else {
    const act = actOf(shape, step);
    const requester = { ...requesterOf(harness, 'admin'), admin: true };
    const reply = await administer(
      test.core,
      await test.contextOf(test.anInteraction({ type: 'admin', act }, { requester })),
      act,
    );
    expect(reply?.tone, named).toBe('plain');
  }
}

function actOf(
  shape: Shape,
  step: Extract<
    Step,
    { set: unknown } | { zone: unknown } | { grant: unknown } | { revoke: unknown }
  >,
): AdminAct {
  const reason = '';
  const grantee = (who: Who | 'pool') =>
    who === 'pool'
      ? ({ kind: 'team' } as const)
      : ({ kind: 'person', id: shape.people[who] } as const);
  if ('zone' in step) return { act: 'time-zone', zone: step.zone };
  if ('revoke' in step) return { act: 'revoke', from: grantee(step.revoke), grant: null, reason };
  if ('grant' in step) {
    const { grant, credits, days = null } = step;
    return { act: 'grant', to: grantee(grant), credits, days, reason };
  }
  if (step.set === 'pool') return { act: 'pool', change: step.to, reason };
  return { act: 'set', for: subjectOf(shape, step.set), change: step.to, reason };
}

function subjectOf({ people, roles }: Shape, name: Who | Role | 'everyone'): QuotaSubject {
  switch (name) {
    case 'everyone':
      return { kind: 'team' };
    case 'ann':
    case 'ben':
      return { kind: 'person', id: people[name] };
    case 'makers':
    case 'guests':
    case 'stars':
      return { kind: 'role', id: roles[name] };
  }
}

function requesterOf(
  { shape, workspace }: Harness,
  who: Who | 'admin',
  roles: readonly Role[] = [],
): Requester {
  return {
    platform: shape.chat,
    workspace,
    channel: shape.channel,
    admin: false,
    person: { id: shape.people[who] },
    roles: roles.map((it) => shape.roles[it]),
  };
}

async function asking(harness: Harness, step: Extract<Step, { asks: unknown }>): Promise<string> {
  const { test } = harness;
  const open = aVideoDraft('a horse').settings;
  const draft = aVideoDraft('a horse', { settings: { ...open, seconds: step.cost } });
  const requester = requesterOf(harness, step.asks, step.roles);
  const command = agreedTo(draft);
  const context = await test.contextOf(test.anInteraction(command, { requester }));
  const requested = await requestVideo(test.core, context, command, signal);
  if (requested.status !== 'accepted') {
    return requested.status === 'refused' ? requested.refusal.code : requested.status;
  }
  if (step.call !== undefined) harness.jobs.set(step.call, requested.job);
  return 'accepted';
}

async function tell(harness: Harness, name: string, event: JobEvent): Promise<void> {
  const job = harness.jobs.get(name);
  if (job === undefined) throw new Error(`Nothing is called ${name}`);
  const told = await advanceOnce(harness.test.core, await now(harness.test, job), event);
  if (told === null) throw new Error(`${name} was not told ${event.type}`);
}

async function arrive(harness: Harness, name: string, charged: number): Promise<void> {
  const at = harness.test.clock.now();
  const operation = name;
  await tell(harness, name, { type: 'create-begun', at, attempt: 'once' });
  await tell(harness, name, { type: 'created', at, operation });
  await tell(harness, name, {
    type: 'rendered',
    at,
    videoUrls: ['https://a.test'],
    consumed: charged,
  });
  await tell(harness, name, { type: 'collected', at, video: aVideo });
}

// Each plays in a workspace of its own, so all of them can at once.
describe.concurrent.each(SHAPES.map((shape) => [shape.chat, shape] as const))(
  'in %s',
  (_chat, shape) => {
    for (const [group, scenarios] of Object.entries(SCENARIOS)) {
      describe(group, () => {
        it.each(scenarios.map((it) => [it.name, it] as const))('%s', (_name, scenario) =>
          run(shape, scenario),
        );
      });
    }
  },
);
