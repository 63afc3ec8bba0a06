import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import type { Job, JobState } from '../../../src/core/jobs/domain/job.ts';
import type { VideoDraft } from '../../../src/core/video/domain/video-request.ts';
import { requestVideo } from '../../../src/core/requests/request-video.ts';
import type { Sql } from '../../support/database/sql.ts';
import { toCreate } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';

export const { signal } = new AbortController();

export interface Scene {
  readonly prompt?: string;
  readonly interaction?: Partial<Interaction>;
  readonly draft?: Partial<VideoDraft>;
}

/** A job that was accepted just now. */
export async function accepted(it: TestCore, scene: Scene = {}): Promise<Job> {
  const command = toCreate(scene.prompt ?? 'a horse', scene.draft);
  const context = await it.contextOf(it.anInteraction(command, scene.interaction));
  const requested = await requestVideo(it.core, context, command, signal);
  if (requested.status === 'accepted') return requested.job;
  throw new Error(requested.status === 'refused' ? requested.refusal.code : requested.status);
}

/** A job that renders since just now, unless its provider answers otherwise. */
export async function started(it: TestCore, scene: Scene = {}): Promise<Job> {
  const job = await accepted(it, scene);
  await it.settle();
  return now(it, job);
}

/** A job as it is by now. */
export async function now(it: TestCore, job: Job): Promise<Job> {
  const found = await it.core.jobs.find(job.teamId, job.jobId);
  if (found === null) throw new Error('The job is not there any more');
  return found;
}

export async function stateOf(it: TestCore, job: Job): Promise<JobState> {
  return (await now(it, job)).state;
}

/** Moves the time on in steps, with all that is due at each done. */
export async function pass(it: TestCore, ms: number, stepMs = ms): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await it.clock.advance(Math.min(stepMs, ms - passed));
    await it.settle();
  }
}

/** What the ledger says of a job: 'charge 80', 'hold 100'. */
export async function ledgerOf(sql: Sql, job: Job): Promise<string[]> {
  const rows = await sql<{ kind: string; credits: number }[]>`
    select kind, credits::int from ledger
    where team_id = ${job.teamId} and job_id = ${job.jobId} order by kind`;
  return rows.map((it) => `${it.kind} ${it.credits}`);
}

/** Somebody asks for a video in their chat, and it is answered. */
export async function asksFor(
  it: TestCore,
  prompt: string,
  over: Partial<Interaction> = {},
): Promise<Interaction> {
  const interaction = it.anInteraction(toCreate(prompt), over);
  const received = await it.conversations.receive(interaction);
  if (received === 'new') await it.conversations.answer(interaction, received);
  return interaction;
}
