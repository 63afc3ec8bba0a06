import { describe, expect, it } from 'vitest';
import { requestVideo } from '../../../src/core/requests/request-video.ts';
import type { DemandName } from '../../../src/core/video/domain/plan-gates.ts';
import { aVideoDraft, toCreate } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { accepted, ledgerOf, now, pass, signal, started } from '../requests/requested.ts';
import { twoProviders, whereIs } from '../jobs/two-providers.ts';
import type { TwoOptions } from '../jobs/two-providers.ts';

const database = databaseOfFile();

const two = (options: TwoOptions = {}) => twoProviders(database, options);
const HOUR = 60 * 60_000;

const gate = (demand: DemandName | null = 'seconds') =>
  ({
    ...({ status: 'refused', reason: 'plan-gate', message: 'Your plan!' } as const),
    gate: { demand, plan: 'pro' },
  }) as const;
const lasting = (seconds: number) => ({ settings: { ...aVideoDraft('').settings, seconds } });

async function asked(test: TestCore, seconds: number) {
  const command = toCreate('a horse', lasting(seconds));
  const context = await test.contextOf(test.anInteraction(command));
  return requestVideo(test.core, context, command, signal);
}

describe('a plan gate', () => {
  it('sends the order on at once, and those after it there from the start', async () => {
    const all = two();
    const { a, b, test } = all;
    a.answerNext(gate());
    const job = await started(test, { draft: lasting(8) });
    expect(await whereIs(all, job)).toBe('B rendering');
    expect([a.starts.length, b.starts.length]).toEqual([1, 1]);
    expect(await accepted(test, { draft: lasting(9) })).toMatchObject({ provider: b.name });
    expect(await accepted(test, { draft: lasting(7) })).toMatchObject({ provider: a.name });
    expect(all.told).toEqual(["Not in the service's plan at A: 8 s or longer"]);
  });

  it('is known to another process as well, for a day, and operators hear of it once', async () => {
    const all = two({ workers: 2 });
    const { a, b, test } = all;
    a.answerNext(gate());
    await started(test, { draft: lasting(8) });
    const other = all.another();
    const ask = async () => (await accepted(other, { draft: lasting(8) })).provider;
    expect(await ask()).toBe(b.name);
    await test.clock.advance(24 * HOUR - 60_000);
    expect(await ask()).toBe(b.name);
    await test.clock.advance(60_000);
    expect(await ask()).toBe(a.name);
    a.answerNext(gate());
    await other.settle();
    expect(await ask()).toBe(b.name);
    expect(all.told.filter((it) => it.includes('plan'))).toHaveLength(1);
  });

  it('is of one key alone', async () => {
    const all = two({ a: { keyHash: 'old' } });
    const { a, test } = all;
    a.answerNext(gate());
    await started(test, { draft: lasting(8) });
    Object.assign(a, { keyHash: 'new' });
    expect(await accepted(test, { draft: lasting(8) })).toMatchObject({ provider: a.name });
  });

  it('moves those first that are in line for it', async () => {
    const all = two({ a: { limits: { inFlight: 1 } } });
    const { a, b, test } = all;
    a.answerTo('first', gate());
    const jobs = [
      await accepted(test, { prompt: 'first', draft: lasting(8) }),
      await accepted(test, { prompt: 'second', draft: lasting(10) }),
      await accepted(test, { prompt: 'short', draft: lasting(5) }),
      await accepted(test, { prompt: 'third', draft: lasting(8) }),
    ];
    expect(jobs.every((it) => it.provider === a.name)).toBe(true);
    await test.settle();
    expect(await Promise.all(jobs.map((it) => whereIs(all, it)))).toEqual([
      ...['B rendering', 'B rendering', 'A rendering', 'B rendering'],
    ]);
    expect(a.starts.map((it) => it.prompt)).toEqual(['first', 'short']);
    expect(b.starts).toHaveLength(3);
  });

  it('is what a person reads where nobody else can, and costs nothing', async () => {
    const all = two({ alone: true });
    const { a, test } = all;
    a.answerNext(gate('quality'));
    let quotes = 0;
    const job = await started(test, { draft: lasting(8) });
    const waiting = await now(test, job);
    expect(waiting.state).toMatchObject({
      status: 'failed',
      reason: 'plan-gate',
      message: 'Your plan!',
      gate: { demands: { quality: 'std' }, plan: 'pro' },
    });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 160', 'release 160']);
    // Whoever asks next is told before anything is priced or held.
    a.quoteWith(() => {
      quotes += 1;
      return null;
    });
    expect(await asked(test, 8)).toMatchObject({
      status: 'refused',
      refusal: { code: 'plan-gate', provider: 'A', demands: { quality: 'std' } },
    });
    expect(quotes).toBe(0);
  });

  it('ends those in line that nobody else can make, with their credits back', async () => {
    const all = two({ alone: true, a: { limits: { inFlight: 1 } } });
    const { a, test } = all;
    a.answerNext(gate());
    const jobs = [
      await accepted(test, { draft: lasting(8) }),
      await accepted(test, { draft: lasting(9) }),
    ];
    await test.settle();
    for (const job of jobs) {
      expect((await now(test, job)).state).toMatchObject({ reason: 'plan-gate' });
      expect((await ledgerOf(database.sql, job)).map((it) => it.split(' ')[0])).toEqual([
        ...['hold', 'release'],
      ]);
    }
    expect(a.starts).toHaveLength(1);
  });

  it('that is of nothing in particular rules out the same again, and more of it', async () => {
    const all = two();
    const { a, b, test } = all;
    a.answerNext(gate(null));
    await started(test, { draft: lasting(8) });
    const to = async (over: object) =>
      (await accepted(test, { draft: { settings: { ...lasting(8).settings, ...over } } })).provider;
    expect(await to({})).toBe(b.name);
    expect(await to({ guidance: 0.5 })).toBe(b.name);
    expect(await to({ aspect: '1:1' })).toBe(a.name);
    expect(await to({ seconds: 7 })).toBe(a.name);
  });

  it('loses nothing where it cannot be remembered', async () => {
    const all = two();
    const { a, test } = all;
    Object.assign(test.core, {
      planGates: {
        inForce: () => Promise.resolve([]),
        remember: () => Promise.reject(new Error('no database')),
      },
    });
    a.answerNext(gate());
    const job = await started(test, { draft: lasting(8) });
    expect(await whereIs(all, job)).toBe('B rendering');
    await pass(test, 1_000);
    expect(a.starts).toHaveLength(1);
  });
});
