import { describe, expect, it } from 'vitest';
import type { StartSummary } from '../../src/lifecycle/start-summary.ts';
import { problemsIn, summaryText } from '../../src/lifecycle/start-words.ts';

const crunKey = {
  variable: 'CRUN_API_KEY',
  howToGet: 'Make one at https://crun.ai.',
  addressVariable: 'CRUN_URL',
};

const GOOD: StartSummary = {
  chats: [
    {
      chat: 'Discord',
      connected: true,
      trouble: null,
      about: { identity: 'Showrunner', audience: 'open to everyone who can reach it' },
    },
  ],
  providers: [
    {
      provider: 'crun.ai',
      account: { key: 'accepted', credits: 12_340 },
      key: crunKey,
    },
  ],
  database: {
    version: 'PostgreSQL 18.1',
    place: 'its own, in /srv/data/postgres',
    own: true,
  },
  media: { place: '/srv/data/media', freeBytes: 212_400_000_000 },
  publicUrl: { url: 'https://v.example.com', reach: { status: 'reached' } },
  fetching: ['happyhorse.app', 'Ace Data Cloud'],
  port: 8080,
};

describe('the summary of a start', () => {
  it('says line by line what is there', () => {
    expect(summaryText(GOOD)).toBe(`
  ✓ Discord     connected as Showrunner · open to everyone who can reach it
  ✓ crun.ai     key accepted · 12,340 credits left
  ✓ Database    PostgreSQL 18.1 · its own, in /srv/data/postgres
  ✓ Media       /srv/data/media · 212 GB free
  ✓ Public URL  https://v.example.com leads here
  ✓ HTTP        port 8080

`);
    expect(problemsIn(GOOD)).toEqual([]);
  });

  it('says of everything that does not work what it is and what to do', () => {
    const bad: StartSummary = {
      ...GOOD,
      chats: [
        {
          chat: 'Slack',
          connected: false,
          trouble: null,
          about: { identity: 'showrunner in Acme', audience: 'by Socket Mode' },
        },
        {
          chat: 'Discord',
          connected: false,
          trouble: 'DISCORD_TOKEN is refused by Discord. Copy it again.',
          about: { identity: null, audience: 'open to everyone who can reach it' },
        },
      ],
      providers: [
        { provider: 'crun.ai', account: { key: 'refused', credits: null }, key: crunKey },
        {
          provider: 'Ace Data Cloud',
          account: { key: 'unknown', credits: null, why: 'POST /happyhorse/tasks: ECONNREFUSED' },
          key: crunKey,
        },
      ],
      database: { version: null, place: 'video at db:5432', own: false },
      media: { place: '/srv/data/media', freeBytes: 400_000_000 },
      publicUrl: { url: 'https://v.example.com', reach: { status: 'stranger', httpStatus: 502 } },
    };
    expect(problemsIn(bad)).toEqual([
      'Slack: not connected yet, trying on · by Socket Mode · check its status page and the network',
      'Discord: not connected yet, trying on · open to everyone who can reach it · DISCORD_TOKEN is refused by Discord. Copy it again.',
      'crun.ai: key refused · correct CRUN_API_KEY. Make one at https://crun.ai.',
      'Ace Data Cloud: key not checked (POST /happyhorse/tasks: ECONNREFUSED) · check CRUN_URL and the network',
      'Database: does not answer · video at db:5432 · check that it runs, the network, and DATABASE_URL',
      'Media: /srv/data/media · 0.4 GB free · free some space there, or keep media for fewer MEDIA_RETENTION_DAYS',
      'Public URL: https://v.example.com leads elsewhere (HTTP 502) · let your proxy or tunnel lead it to port 8080',
    ]);
  });

  it('says of a database of its own that it comes back by itself', () => {
    const database = { ...GOOD.database, version: null };
    expect(problemsIn({ ...GOOD, database })).toEqual([
      'Database: does not answer · its own, in /srv/data/postgres · it is started again by itself; postgres.log there says what happened',
    ]);
  });

  it('tells who goes without media where there is no public address', () => {
    const text = summaryText({ ...GOOD, publicUrl: null });
    expect(text).toContain(
      '– Public URL  not set · no pictures or videos for happyhorse.app and Ace Data Cloud',
    );
    const nobody = summaryText({ ...GOOD, publicUrl: null, fetching: [] });
    expect(nobody).toContain('– Public URL  not set\n');
    const reach = { status: 'silent', why: 'ENOTFOUND' } as const;
    const silent = summaryText({ ...GOOD, publicUrl: { url: 'https://v.example.com', reach } });
    expect(silent).toContain(
      '✗ Public URL  https://v.example.com does not answer from here (ENOTFOUND)',
    );
  });

  it('tells of a process that does only some of it', () => {
    const text = summaryText({ ...GOOD, chats: [], port: null });
    expect(text).toContain('– Chats       this process listens to none (ROLES)');
    expect(text).toContain('– HTTP        this process serves none (ROLES)');
    expect(problemsIn({ ...GOOD, chats: [], port: null })).toEqual([]);
  });
});
