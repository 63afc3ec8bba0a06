import { describe, expect, it } from 'vitest';
import type { Logger } from '../../src/core/shared/ports/logger.ts';
import type { PublicReach } from '../../src/http/public-reach.ts';
import type { StartSummary } from '../../src/lifecycle/start-summary.ts';
import { tellStart } from '../../src/lifecycle/tell-start.ts';
import { silent } from '../support/core.ts';

const REACHED: PublicReach = { status: 'reached' };
const SILENT: PublicReach = { status: 'silent', why: 'ECONNREFUSED' };

const summaryWith = (reach: PublicReach | null): StartSummary => ({
  chats: [],
  providers: [],
  database: { version: 'PostgreSQL 18.1', place: 'its own', own: true },
  media: { place: '/media', freeBytes: null },
  publicUrl: reach === null ? null : { url: 'https://v.example.com', reach },
  fetching: [],
  port: 8080,
});

/** What is told of a service whose public address answers one thing after the other. */
async function told(first: PublicReach | null, later: readonly PublicReach[], terminal = false) {
  const lines: { level: string; words: string; facts: object }[] = [];
  const write = (level: string) => (facts: object, words: string) =>
    void lines.push({ level, words, facts });
  const logger: Logger = { ...silent, info: write('info'), warn: write('warn') };
  const shown: string[] = [];
  const pauses: number[] = [];
  const answers = [...later];
  const stop = new AbortController();
  await tellStart(
    {
      summarize: () => Promise.resolve(summaryWith(first)),
      askPublicUrl: () => Promise.resolve(answers.shift() ?? null),
    },
    {
      logger,
      show: terminal ? (text) => void shown.push(text) : null,
      clock: {
        sleep(ms) {
          pauses.push(ms);
          if (answers.length === 0) stop.abort();
          return Promise.resolve();
        },
      },
    },
    stop.signal,
  );
  return {
    lines: lines.map(({ level, words }) => `${level} ${words}`),
    facts: lines,
    shown,
    pauses,
  };
}

describe('the operator', () => {
  it('is shown the summary where somebody looks on, and finds it in the log elsewhere', async () => {
    const onTerminal = await told(REACHED, [], true);
    expect(onTerminal.shown).toEqual([expect.stringContaining('PostgreSQL 18.1')]);
    expect(onTerminal.lines).toEqual([]);
    const piped = await told(REACHED, []);
    expect(piped.shown).toEqual([]);
    expect(piped.lines).toEqual(['info start summary']);
  });

  it('is warned where something does not work', async () => {
    const { lines, facts } = await told(SILENT, []);
    expect(lines).toEqual(['warn start summary']);
    expect(facts[0]?.facts).toMatchObject({ problems: [expect.stringContaining('Public URL')] });
  });

  it('hears when the public address comes to lead here, asked at growing intervals', async () => {
    const { lines, pauses } = await told(SILENT, [SILENT, SILENT, REACHED, REACHED]);
    expect(lines).toEqual(['warn start summary', 'info PUBLIC_URL leads here now']);
    expect(pauses).toEqual([15_000, 30_000, 60_000]);
  });

  it('is not told twice of an address that leads here, nor of one that is not set', async () => {
    expect((await told(REACHED, [REACHED])).pauses).toEqual([]);
    expect((await told(null, [REACHED])).pauses).toEqual([]);
  });
});
