import { describe, expect, it } from 'vitest';
import { testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { throughPorts } from '../../support/e2e/harness/ports.ts';
import { last, shown, statuses } from './card-given.ts';
import { pass } from '../requests/requested.ts';

const database = databaseOfFile();

/** Another process, which stands still from its first call of a port on until it is thawed. */
function frozenAt({ provider, platform, clock, media }: TestCore, call: string) {
  const thaw = Promise.withResolvers<undefined>();
  const frozen = Promise.withResolvers<undefined>();
  let stands = false;
  let thawed = false;
  const process = testCore(database.connect(2), {
    provider,
    platform,
    clock,
    media,
    wrap: (core) =>
      throughPorts(core, (name, _args, go) => {
        if (name === call && !thawed) {
          stands = true;
          frozen.resolve(undefined);
        }
        return stands ? thaw.promise.then(go) : go();
      }),
  });
  return {
    process,
    frozen: frozen.promise,
    thaw: () => {
      [stands, thawed] = [false, true];
      thaw.resolve(undefined);
    },
  };
}

/** One process takes the card and freezes; the other shows the video; then the first goes on. */
async function frozenWhileShown(call: string) {
  const { test } = await shown(testCore(database.sql));
  test.platform.limitEdits(600);
  const other = frozenAt(test, call);
  const settled = other.process.settle();
  await other.frozen;
  test.provider.succeed('a horse', 70);
  await pass(test, 70_000, 1_000);
  expect(last(test).view.status).toBe('succeeded');
  const before = test.platform.shows.length;
  other.thaw();
  await settled;
  return { test, before };
}

describe('a process that stood still while it showed a card', () => {
  it('does not have the last word', async () => {
    const { test, before } = await frozenWhileShown('platform.show');
    await pass(test, 10_000, 1_000);
    expect(statuses(test).slice(before)).toEqual(['rendering', 'succeeded']);
    const shows = test.platform.shows.length;
    await pass(test, 3_600_000, 600_000);
    expect(test.platform.shows).toHaveLength(shows);
  });

  it('says nothing when it stood still before it spoke', async () => {
    const { test, before } = await frozenWhileShown('editBudgets.take');
    expect(statuses(test).slice(before)).not.toContain('rendering');
    await pass(test, 10_000, 1_000);
    expect(last(test).view.status).toBe('succeeded');
  });
});
