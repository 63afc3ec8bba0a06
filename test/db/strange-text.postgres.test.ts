import { beforeAll, describe, expect, it } from 'vitest';
import type { Interaction } from '../../src/core/chat/domain/interaction.ts';
import { teamId } from '../../src/core/shared/domain/ids.ts';
import type { Job, JobState } from '../../src/core/jobs/domain/job.ts';
import type { JobStore } from '../../src/core/jobs/ports/job-store.ts';
import { createPostgresInbox } from '../../src/db/chat/inbox.ts';
import { createPostgresJobStore } from '../../src/db/jobs/job-store.ts';
import { aNewJob, after, aRequest, START } from '../support/builders.ts';
import { aRequester, toCreate } from '../support/core.ts';
import { databaseOfFile } from '../support/database/database.ts';

/** What no text of Postgres can hold, and what it becomes. */
const STRANGE = [
  ['a NUL', 'no\0go', 'no\ufffdgo'],
  ['half of an emoji, where somebody cut a text', 'a horse 🐎'.slice(0, -1), 'a horse \ufffd'],
] as const;

const database = databaseOfFile();
let store: JobStore;
beforeAll(() => {
  store = createPostgresJobStore(database.sql);
});

async function accepted(over: Parameters<typeof aNewJob>[0] = {}): Promise<Job> {
  const outcome = await store.accept(aNewJob({ quote: 1, teamId: teamId('strange'), ...over }));
  if (outcome.status !== 'accepted') throw new Error(`not accepted: ${outcome.status}`);
  return outcome.job;
}

function failing(job: Job, over: { readonly message?: string; readonly credits?: number }) {
  const next: JobState = {
    status: 'failed',
    at: after(1),
    reason: 'moderated',
    operation: null,
    lost: 0,
    message: over.message ?? null,
  };
  const ledger = [{ kind: 'release', credits: over.credits ?? job.quote }] as const;
  return store.save({ job, next, ledger, step: null, at: after(1) });
}

describe('a stranger’s words', () => {
  it.each(STRANGE)('are kept in a job with %s', async (_, text, readable) => {
    const request = aRequest({ scene: { kind: 'text', prompt: text } });
    const job = await accepted({ request, message: { text } });
    const kept = await store.find(job.teamId, job.jobId);
    expect(kept?.request.scene).toEqual({ kind: 'text', prompt: readable });
  });

  it.each(STRANGE)('end a job, though a provider said %s', async (_, text, readable) => {
    const job = await accepted();
    expect(await failing(job, { message: text })).toBe(true);
    expect(await store.find(job.teamId, job.jobId)).toMatchObject({
      state: { status: 'failed', message: readable },
    });
  });

  it.each(STRANGE)('are kept in a request with %s', async (_, text, readable) => {
    const asks = createPostgresInbox(database.sql);
    const interaction: Interaction = {
      key: `key ${readable}`,
      at: START.getTime(),
      requester: aRequester({ platform: readable }),
      message: { text },
      command: toCreate(text),
    };
    expect(await asks.keep(interaction, after(0))).toBe(true);
    const claimed = await asks.claim(9, 1_000, after(0));
    expect(
      claimed.find((it) => it.interaction.key === interaction.key)?.interaction.command,
    ).toEqual(toCreate(readable));
    await asks.answered(interaction);
  });
});

describe('one job that cannot be written', () => {
  it('does not fail those that are written with it', async () => {
    const jobs = await Promise.all(Array.from({ length: 8 }, () => accepted()));
    const outcomes = await Promise.allSettled(
      jobs.map((job, index) => failing(job, index === 3 ? { credits: 0.5 } : {})),
    );
    expect(outcomes.map((it) => it.status === 'fulfilled' && it.value)).toEqual(
      jobs.map((_, index) => index !== 3),
    );
    const found = await store.load(jobs);
    expect(found.filter((it) => it.state.status === 'failed')).toHaveLength(7);
  });

  it('does not fail those that are accepted with it', async () => {
    const quotes = [1, 1, 0.5, 1];
    const outcomes = await Promise.allSettled(quotes.map((quote) => accepted({ quote })));
    expect(outcomes.map((it) => it.status)).toEqual([
      ...['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    ]);
  });
});
