import type { Ask } from '../chat/domain/interaction.ts';
import type { Note } from '../messages/domain/reply.ts';
import type { Want } from '../chat/domain/command.ts';
import { keptNote } from '../people/domain/erasure-replies.ts';
import { failedNote, outOfOrderNote, resumingNote } from '../chat/domain/replies.ts';
import { dismissedNote } from '../requests/domain/price-reply.ts';
import { later } from '../shared/domain/later.ts';
import { guidesOf, sourceOf } from '../video/domain/video-request.ts';
import { PlatformError } from '../shared/domain/errors.ts';
import type { Conversations } from '../chat/ports/interaction-handler.ts';
import { answerPress, cancelWaiting } from '../cards/card-buttons.ts';
import { administer } from '../admin/administer.ts';
import { askForCredits } from '../credit-requests/request-credits.ts';
import type { Core } from '../core.ts';
import { createVideo } from '../requests/create-video.ts';
import { decideOnCredits } from '../credit-requests/answer-credit-request.ts';
import { forgetPerson } from '../people/erase-person.ts';
import { linkAccount, unlinkAccount } from '../people/link-accounts.ts';
import { creditsOf, helpOf, historyOf, statusOf } from './queries.ts';
import { formFor, homeOf } from './form-state.ts';
import { confirmOver, prefer } from '../people/preferences.ts';
import { takenUp } from '../chat/pending-actions.ts';
import { say } from '../chat/reply.ts';
import type { Saying } from '../chat/reply.ts';

/** Everything an answer may need: fetching images takes longest. */
const ANSWER_DEADLINE_MS = 60_000;

/** Whoever takes a request has this long; then another worker takes it up. */
const ANSWERED_WITHIN_MS = 90_000;

/** Videos are fetched, measured and perhaps encoded anew before anything is answered. */
const LONG = { deadlineMs: 10 * 60_000, answeredWithinMs: 11 * 60_000 } as const;

function isLong({ want }: Ask): boolean {
  // What a button takes up is there because of a video.
  if (want.type === 'accept') return true;
  if (want.type !== 'create') return false;
  const { scene } = want.wish;
  return sourceOf(scene) !== null || guidesOf(scene).video !== undefined;
}

type Said = Pick<Saying, 'note' | 'instead'>;

/** How often a request is tried before its person is told that it failed. */
const TRIES = 3;

/** How often a request is taken up again before whatever kills its processes is left alone. */
const RESUMES = 5;

/** What people ask for, from its first moment to its answer, whatever happens in between. */
export function createConversations(core: Core): Conversations {
  async function receive(ask: Ask): Promise<'new' | 'repeated' | 'unkept'> {
    try {
      const within = isLong(ask) ? LONG.answeredWithinMs : ANSWERED_WITHIN_MS;
      const kept = await core.asks.keep(ask, later(core.clock.now(), within));
      return kept ? 'new' : 'repeated';
    } catch (error) {
      core.logger.error({ key: ask.key, err: error }, 'request not kept');
      return 'unkept';
    }
  }

  async function answer(ask: Ask, received: 'new' | 'unkept'): Promise<void> {
    const signal = AbortSignal.timeout(isLong(ask) ? LONG.deadlineMs : ANSWER_DEADLINE_MS);
    if (received === 'unkept') {
      await tell(ask, { note: outOfOrderNote() }, signal);
      await forget(ask, signal);
      return;
    }
    const outcome = await tryFor(ask, signal);
    if (outcome.status === 'failed') {
      await giveUp(ask);
      return;
    }
    // Not said for now: it is taken up again, and said then.
    if (outcome.said !== null && !(await tell(ask, outcome.said, signal))) return;
    // Done is done: should this not be written, the request is taken up again and found done.
    await core.asks.answered(ask).catch((error: unknown) => {
      core.logger.warn({ key: ask.key, err: error }, 'answer not noted');
    });
  }

  /** Does what was asked for; what fails on the way is tried again, what was done is not. */
  async function tryFor(
    ask: Ask,
    signal: AbortSignal,
  ): Promise<{ status: 'done'; said: Said | null } | { status: 'failed' }> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const made = attempt > 1 && (await isMade(ask));
        return { status: 'done', said: made ? null : await answerTo(ask, signal) };
      } catch (error) {
        const facts = { key: ask.key, want: ask.want.type, attempt, err: error };
        core.logger.error(facts, 'request failed');
        if (attempt >= TRIES || signal.aborted) return { status: 'failed' };
        await core.clock.sleep(500 * attempt, signal);
      }
    }
  }

  /**
   * Nobody may be charged for a command that their chat called dead, so a video is taken up only
   * after its message was seen to stand: by telling there that it is.
   */
  async function resume(ask: Ask, attempts: number): Promise<void> {
    const signal = AbortSignal.timeout(ANSWER_DEADLINE_MS);
    const platform = core.platforms.get(ask.asker.platform);
    try {
      if (await isMade(ask)) {
        await core.asks.answered(ask);
        return;
      }
      if (attempts > RESUMES) {
        await giveUp(ask);
        return;
      }
      if (ask.want.type === 'create') await platform?.say(ask.message, resumingNote(), signal);
    } catch (error) {
      core.logger.warn(
        { key: ask.key, err: error },
        'request not taken up: its message is not there',
      );
      const code = error instanceof PlatformError ? error.code : null;
      if (code === 'gone' || code === 'refused') {
        await core.asks.answered(ask).catch(() => undefined);
      }
      return;
    }
    await answer(ask, 'new');
  }

  /**
   * Whether the job asked for is there: then its card is the answer, and whatever else were said
   * in its message, a refusal because its own credits are held not least, would cover it.
   */
  async function isMade(ask: Ask): Promise<boolean> {
    if (ask.want.type !== 'create') return false;
    const { teamId } = await core.wallet.whoIs(ask.asker);
    return (await core.jobs.madeFor(teamId, ask.asker.platform, ask.key)) !== null;
  }

  /** It may have been kept after all, only too late: it must not be taken up after what was said. */
  async function forget(ask: Ask, signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await core.asks.answered(ask);
        return;
      } catch {
        await core.clock.sleep(2_000, signal);
        if (signal.aborted) return;
      }
    }
  }

  /** Said by its own means: what failed may have been the time for the answer itself. */
  async function giveUp(ask: Ask): Promise<void> {
    await tell(ask, { note: failedNote(ask.key) }, AbortSignal.timeout(15_000));
    await core.asks.answered(ask).catch(() => undefined);
  }

  async function answerTo(ask: Ask, signal: AbortSignal): Promise<Said | null> {
    if (ask.want.type === 'accept') return accept(ask, ask.want, signal);
    const note = await noteFor(ask, ask.want, signal);
    return note === null ? null : { note };
  }

  async function noteFor(
    ask: Ask,
    want: Exclude<Want, { type: 'accept' }>,
    signal: AbortSignal,
  ): Promise<Note | null> {
    switch (want.type) {
      case 'create':
        return createVideo(core, ask, want, signal);
      case 'dismiss':
        return want.of === 'forget' ? keptNote() : dismissedNote();
      case 'prefer':
        return prefer(core, ask.asker, want);
      case 'status':
        return statusOf(core, ask.asker);
      case 'history':
        return historyOf(core, ask.asker);
      case 'credits':
        return creditsOf(core, ask.asker);
      case 'help':
        return helpOf(core, ask.asker);
      case 'cancel':
        return cancelWaiting(core, ask, want.job);
      case 'press':
        return answerPress(core, ask, want, signal);
      case 'admin':
        return administer(core, ask, want.act);
      case 'ask-credits':
        return askForCredits(core, ask, want, signal);
      case 'decide':
        return decideOnCredits(core, ask, want, signal);
      case 'link':
        return linkAccount(core, ask.asker, want.code);
      case 'unlink':
        return unlinkAccount(core, ask.asker);
      case 'forget':
        return forgetPerson(core, ask, want.sure);
      case 'confirm-over':
        return confirmOver(core, ask.asker, want.credits);
    }
  }

  /** Something was put aside; once it is taken up, its answer stands where it was offered. */
  async function accept(
    ask: Ask,
    press: Extract<Want, { type: 'accept' }>,
    signal: AbortSignal,
  ): Promise<Said | null> {
    const taken = await takenUp(core, ask, press);
    if ('tone' in taken) return { note: taken };
    if (taken.want.type === 'accept') throw new Error('What is put aside says what it is');
    const note = await noteFor(taken, taken.want, signal);
    if (note === null) return null;
    // What was refused can be tried again as long as the offer stands.
    return { note, instead: note.tone === 'plain' || (note.choices ?? []).length > 0 };
  }

  function tell(ask: Ask, said: Said, signal: AbortSignal): Promise<boolean> {
    const { key, message, asker } = ask;
    return say(core, { ...said, key, message, platform: asker.platform }, signal);
  }

  return {
    receive,
    answer,
    resume,
    form: (asker) => formFor(core, asker),
    home: (asker) => homeOf(core, asker),
  };
}
