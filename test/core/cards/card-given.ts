import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import type { TestCore } from '../../support/core.ts';
import type { FakeShow } from '../../support/fakes/fake-platform.ts';
import { asksFor, pass } from '../requests/requested.ts';

export interface Shown {
  readonly test: TestCore;
  readonly interaction: Interaction;
  readonly job: Job;
}

/** Somebody asked for a video, and the card of it is in the chat. */
export async function shown(test: TestCore, prompt = 'a horse'): Promise<Shown> {
  const interaction = await asksFor(test, prompt);
  const { teamId } = await test.core.wallet.resolveIdentity(interaction.requester);
  const job = await test.core.history.madeFor(
    teamId,
    interaction.requester.platform,
    interaction.key,
  );
  return { test, interaction, job: job! };
}

export const statuses = (test: TestCore) => test.platform.shows.map((it) => it.view.status);

export const last = (test: TestCore): FakeShow => test.platform.shows.at(-1)!;

/** Lets the video come and be shown, if nothing is in the way of showing it. */
export async function finish(test: TestCore, prompt = 'a horse'): Promise<void> {
  await test.settle();
  test.provider.succeed(prompt, 70);
  await pass(test, 2_000, 1_000);
}
