import type { ModelCapabilities } from '../domain/capabilities.ts';
import type { Asker, Note } from '../domain/conversation.ts';
import type { Job } from '../domain/job.ts';
import { helpNote } from '../domain/help-note.ts';
import { creditsNote, historyNote, statusNote } from '../domain/notes.ts';
import type { ListedJob } from '../domain/notes.ts';
import { possibilitiesOf } from '../domain/possibilities.ts';
import { allowedOf } from '../domain/routing.ts';
import { later } from '../domain/steps.ts';
import type { Core } from './core.ts';
import { offersOf } from './offers.ts';
import { accountOf } from './standing.ts';

const LISTED = 10;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What a person has on the way. */
export async function statusOf(core: Core, asker: Asker): Promise<Note> {
  const who = await core.wallet.whoIs(asker);
  const jobs = await core.jobs.listOf(who.teamId, who.personId, { open: true, most: LISTED });
  return statusNote(await listed(core, jobs));
}

/** A person's last jobs with what they cost. */
export async function historyOf(core: Core, asker: Asker): Promise<Note> {
  const who = await core.wallet.whoIs(asker);
  const jobs = await core.jobs.listOf(who.teamId, who.personId, { open: false, most: LISTED });
  return historyNote(await listed(core, jobs));
}

/** What a person has left and when it renews. */
export async function creditsOf(core: Core, asker: Asker): Promise<Note> {
  const who = await core.wallet.whoIs(asker);
  const [account, open] = await Promise.all([
    accountOf(core, who, asker.roles),
    core.jobs.listOf(who.teamId, who.personId, { open: true, most: 1000 }),
  ]);
  const { policy, ...rest } = account;
  return creditsNote({ ...rest, ...policy, open });
}

export async function helpOf(core: Core, asker: Asker): Promise<Note> {
  const { teamId } = await core.wallet.whoIs(asker);
  const offers = allowedOf(offersOf(core), (await core.teams.settings(teamId)).models);
  return helpNote({
    takesImages: offers.some((it) => it.canTakeMedia),
    possible: possibilitiesOf(offers),
    models: offers.map(({ model }) => ({
      title: model.title,
      words: [
        model.source === null
          ? `${model.seconds.min}–${model.seconds.max} s`
          : `up to ${model.source.mostSeconds} s of a video`,
        model.qualities.join(' or '),
        ...(model.source === null ? [model.aspects.join(', ')] : []),
        priceWords(model),
      ].join(' · '),
    })),
  });
}

function priceWords({ rates, source }: ModelCapabilities): string {
  const second = source?.billed === 'input-and-output' ? 'second read and made' : 'second';
  return Object.entries(rates.perSecond)
    .map(([quality, { silent, sound }]) =>
      silent === sound
        ? `${quality} ${silent} credits a ${second}`
        : `${quality} ${silent} credits a ${second}, ${sound} with sound`,
    )
    .join('; ');
}

/** Good for the day on which somebody looks at their list. */
function linkToVideo(core: Core, job: Job): string | null {
  const { state } = job;
  if (state.status !== 'succeeded' || state.video === null) return null;
  return core.media.link(state.video, later(core.clock.now(), DAY_MS));
}

async function listed(core: Core, jobs: readonly Job[]): Promise<ListedJob[]> {
  const messages = await core.cards.messageOf(jobs);
  return Promise.all(
    jobs.map(async (job) => {
      const message = messages.get(job.jobId);
      const platform = core.platforms.get(job.platform);
      const waiting = job.state.status === 'waiting';
      return {
        job,
        ahead: waiting ? await core.jobs.aheadOf(job, job.provider) : null,
        link: message === undefined ? null : (platform?.linkTo(message) ?? null),
        video: linkToVideo(core, job),
      };
    }),
  );
}
