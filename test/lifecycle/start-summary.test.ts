import { expect, it } from 'vitest';
import type { PlatformConnection } from '../../src/bots/shared/define-platform.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Slot } from '../../src/core/providers/ports/video-provider.ts';
import { summarize } from '../../src/lifecycle/start-summary.ts';
import type { StartFacts } from '../../src/lifecycle/start-summary.ts';
import { createFakePlatform } from '../support/fakes/fake-platform.ts';
import { createFakeProvider } from '../support/fakes/fake-provider.ts';

const about = { identity: 'Showrunner', audience: 'open to everyone' };

function chat(ready: boolean): PlatformConnection {
  return {
    platform: createFakePlatform({ name: 'discord' }),
    routes: null,
    trouble: () => (ready ? null : 'The token is refused.'),
    ready: () => ready,
    about: () => about,
    connect: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

const never = new AbortController().signal;
const freely: Slot = () => Promise.resolve(true);

function facts(changes: Partial<StartFacts> = {}, environment = {}): StartFacts {
  const read = readConfig({ DATA_DIR: import.meta.dirname, ...environment });
  if (read.status !== 'read') throw new Error('The settings are wrong');
  return {
    config: read.config,
    connections: [],
    providers: [],
    port: 8080,
    accountOf: (it, signal) => it.account({ slot: freely, signal }),
    reach: { ask: () => Promise.reject(new Error('not asked for')) },
    database: { place: 'its own', version: () => Promise.resolve('PostgreSQL 18.1') },
    ...changes,
  };
}

it('says of each chat whether it is connected now, as whom, and for whom', async () => {
  const { chats } = await summarize(facts({ connections: [chat(true), chat(false)] }), never);
  expect(chats).toEqual([
    { chat: 'Discord', connected: true, trouble: null, about },
    { chat: 'Discord', connected: false, trouble: 'The token is refused.', about },
  ]);
  const worker = facts({ connections: [chat(false)] }, { ROLES: 'worker' });
  expect((await summarize(worker, never)).chats).toEqual([]);
});

it('says of each provider what became of its key, and names the variable of it', async () => {
  const provider = createFakeProvider({ name: 'crun', title: 'crun.ai' });
  const accountOf = () => Promise.resolve({ key: 'refused', credits: null } as const);
  const { providers } = await summarize(facts({ providers: [provider], accountOf }), never);
  expect(providers).toMatchObject([
    {
      provider: 'crun.ai',
      account: { key: 'refused' },
      key: {
        variable: 'CRUN_API_KEY',
        howToGet: expect.stringContaining('crun.ai') as unknown,
        addressVariable: 'CRUN_URL',
      },
    },
  ]);
});

it('tells what it can while the database does not answer', async () => {
  const version = () => Promise.reject(new Error('away'));
  const summary = await summarize(facts({ database: { place: 'its own', version } }), never);
  expect(summary.database).toEqual({ version: null, place: 'its own', own: true });
});

it('tells where media lie, what is free there, and whether the public address leads here', async () => {
  const reach = { ask: () => Promise.resolve({ status: 'reached' } as const) };
  const url = 'https://v.example.com';
  const summary = await summarize(facts({ reach }, { PUBLIC_URL: url }), never);
  expect(summary.publicUrl).toEqual({ url, reach: { status: 'reached' } });
  expect(summary.media.place).toBe(`${import.meta.dirname}/media`);
  expect((await summarize(facts(), never)).publicUrl).toBeNull();
});
