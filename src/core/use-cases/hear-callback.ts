import type { JobKey } from '../domain/ids.ts';
import { advanceJob } from './advance-job.ts';
import type { Core } from './core.ts';

/**
 * A provider tells of a render. It proves nothing: a job that renders is looked at now, and one
 * whose order has no answer is asked about under the handle that is told. Nothing else of it is
 * read, and no link in it is followed.
 */
export async function hearCallback(
  core: Core,
  key: JobKey,
  providerName: string,
  body: unknown,
): Promise<void> {
  const facts = { team: key.teamId, job: key.jobId, provider: providerName };
  const provider = core.providers.get(providerName);
  const job = await core.jobs.find(key.teamId, key.jobId);
  if (job === null || provider === undefined || job.provider !== providerName) {
    core.logger.warn(facts, 'callback for a job that is not with this provider');
    return;
  }
  switch (job.state.status) {
    case 'rendering':
    case 'overdue':
      await core.jobs.hasten(job, core.clock.now());
      return;
    case 'waiting':
    case 'submitting':
    case 'unconfirmed': {
      const operation = provider.readCallback(body);
      if (operation === null) {
        core.logger.warn(facts, 'callback that names no render');
        return;
      }
      await advanceJob(core, job, { type: 'reported', at: core.clock.now(), operation });
      return;
    }
    case 'collecting':
    case 'succeeded':
    case 'failed':
    case 'cancelled':
    case 'expired':
      core.logger.debug(facts, 'callback that changes nothing');
  }
}
