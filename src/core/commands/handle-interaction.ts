import type { Interaction } from '../chat/domain/interaction.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { Command } from '../chat/domain/command.ts';
import { keptReply } from '../people/domain/erasure-replies.ts';
import { failedReply, outOfOrderReply, resumingReply } from '../chat/domain/replies.ts';
import { dismissedReply } from '../requests/domain/price-reply.ts';
import { later } from '../shared/domain/later.ts';
import { mediaReferencesOf, sourceOf } from '../video/domain/video-request.ts';
import { PlatformError } from '../shared/domain/errors.ts';
import type { Conversations } from '../chat/ports/interaction-handler.ts';
import { answerPress, cancelWaiting } from '../cards/card-buttons.ts';
import type { CancelDependencies, AnswerPressDependencies } from '../cards/card-buttons.ts';
import { administer } from '../admin/administer.ts';
import type { AdministerDependencies } from '../admin/administer.ts';
import { askForCredits } from '../credit-requests/request-credits.ts';
import type { RequestCreditsDependencies } from '../credit-requests/request-credits.ts';
import { createVideo } from '../requests/create-video.ts';
import { answerCreditRequest } from '../credit-requests/answer-credit-request.ts';
import type { AnswerCreditRequestDependencies } from '../credit-requests/answer-credit-request.ts';
import { forgetPerson } from '../people/erase-person.ts';
import type { ErasePersonDependencies } from '../people/erase-person.ts';
import { linkAccount, unlinkAccount } from '../people/link-accounts.ts';
import type { LinkAccountDependencies } from '../people/link-accounts.ts';
import { creditsOf, helpOf, historyOf, statusOf } from './queries.ts';
import type { ListJobsDependencies, HelpDependencies } from './queries.ts';
import { formFor, homeOf } from './form-state.ts';
import type { VideoFormDependencies, HomeDependencies } from './form-state.ts';
import { confirmOver, prefer } from '../people/preferences.ts';
import { resolvePendingAction } from '../chat/pending-actions.ts';
import type { ResolvePendingActionDependencies } from '../chat/pending-actions.ts';
import { deadlineSignal } from '../shared/deadline.ts';
import { sendReply } from '../chat/reply.ts';
import type { ReplyToSend } from '../chat/reply.ts';
import type { Inbox } from '../chat/ports/inbox.ts';

export interface HandleInteractionDependencies
  extends
    AdministerDependencies,
    AnswerCreditRequestDependencies,
    AnswerPressDependencies,
    CancelDependencies,
    ErasePersonDependencies,
    HelpDependencies,
    HomeDependencies,
    LinkAccountDependencies,
    ListJobsDependencies,
    RequestCreditsDependencies,
    ResolvePendingActionDependencies,
    VideoFormDependencies {
  readonly inbox: Inbox;
}

/** Everything an answer may need: fetching images takes longest. */
const ANSWER_DEADLINE_MS = 60_000;

/** To say that nothing came of it. */
const GIVE_UP_WITHIN_MS = 15_000;

/** Whoever takes a request has this long; then another worker takes it up. */
const ANSWERED_WITHIN_MS = 90_000;

/** Videos are fetched, measured and perhaps encoded anew before anything is answered. */
const LONG = { deadlineMs: 10 * 60_000, answeredWithinMs: 11 * 60_000 } as const;

function isLong({ want: command }: Interaction): boolean {
  // What a button takes up is there because of a video.
  if (command.type === 'accept') return true;
  if (command.type !== 'create') return false;
  const { scene } = command.wish;
  return sourceOf(scene) !== null || mediaReferencesOf(scene).video !== undefined;
}

type Said = Pick<ReplyToSend, 'reply' | 'instead'>;

/** How often a request is tried before its person is told that it failed. */
const TRIES = 3;

/** How often a request is taken up again before whatever kills its processes is left alone. */
const RESUMES = 5;

/** What people ask for, from its first moment to its answer, whatever happens in between. */
export function createConversations(deps: HandleInteractionDependencies): Conversations {
  async function receive(interaction: Interaction): Promise<'new' | 'repeated' | 'unkept'> {
    try {
      const within = isLong(interaction) ? LONG.answeredWithinMs : ANSWERED_WITHIN_MS;
      const kept = await deps.inbox.keep(interaction, later(deps.clock.now(), within));
      return kept ? 'new' : 'repeated';
    } catch (error) {
      deps.logger.error({ key: interaction.key, err: error }, 'request not kept');
      return 'unkept';
    }
  }

  async function answer(interaction: Interaction, received: 'new' | 'unkept'): Promise<void> {
    const withinMs = isLong(interaction) ? LONG.deadlineMs : ANSWER_DEADLINE_MS;
    using deadline = deadlineSignal(deps.clock, withinMs);
    const { signal } = deadline;
    if (received === 'unkept') {
      await tell(interaction, { reply: outOfOrderReply() }, signal);
      await forget(interaction, signal);
      return;
    }
    const outcome = await tryFor(interaction, signal);
    if (outcome.status === 'failed') {
      await giveUp(interaction);
      return;
    }
    // Not said for now: it is taken up again, and said then.
    if (outcome.said !== null && !(await tell(interaction, outcome.said, signal))) return;
    // Done is done: should this not be written, the request is taken up again and found done.
    await deps.inbox.answered(interaction).catch((error: unknown) => {
      deps.logger.warn({ key: interaction.key, err: error }, 'answer not noted');
    });
  }

  /** Does what was asked for; what fails on the way is tried again, what was done is not. */
  async function tryFor(
    interaction: Interaction,
    signal: AbortSignal,
  ): Promise<{ status: 'done'; said: Said | null } | { status: 'failed' }> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const made = attempt > 1 && (await isMade(interaction));
        return { status: 'done', said: made ? null : await answerTo(interaction, signal) };
      } catch (error) {
        const facts = { key: interaction.key, want: interaction.want.type, attempt, err: error };
        deps.logger.error(facts, 'request failed');
        if (attempt >= TRIES || signal.aborted) return { status: 'failed' };
        await deps.clock.sleep(500 * attempt, signal);
      }
    }
  }

  /**
   * Nobody may be charged for a command that their chat called dead, so a video is taken up only
   * after its message was seen to stand: by telling there that it is.
   */
  async function resume(interaction: Interaction, attempts: number): Promise<void> {
    using deadline = deadlineSignal(deps.clock, ANSWER_DEADLINE_MS);
    const platform = deps.platforms.get(interaction.asker.platform);
    try {
      if (await isMade(interaction)) {
        await deps.inbox.answered(interaction);
        return;
      }
      if (attempts > RESUMES) {
        await giveUp(interaction);
        return;
      }
      if (interaction.want.type === 'create')
        await platform?.reply(interaction.message, resumingReply(), deadline.signal);
    } catch (error) {
      deps.logger.warn(
        { key: interaction.key, err: error },
        'request not taken up: its message is not there',
      );
      const code = error instanceof PlatformError ? error.code : null;
      if (code === 'gone' || code === 'refused') {
        await deps.inbox.answered(interaction).catch(() => undefined);
      }
      return;
    }
    await answer(interaction, 'new');
  }

  /**
   * Whether the job asked for is there: then its card is the answer, and whatever else were said
   * in its message, a refusal because its own credits are held not least, would cover it.
   */
  async function isMade(interaction: Interaction): Promise<boolean> {
    if (interaction.want.type !== 'create') return false;
    const { teamId } = await deps.wallet.resolveIdentity(interaction.asker);
    return (
      (await deps.history.madeFor(teamId, interaction.asker.platform, interaction.key)) !== null
    );
  }

  /** It may have been kept after all, only too late: it must not be taken up after what was said. */
  async function forget(interaction: Interaction, signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await deps.inbox.answered(interaction);
        return;
      } catch {
        await deps.clock.sleep(2_000, signal);
        if (signal.aborted) return;
      }
    }
  }

  /** Said by its own means: what failed may have been the time for the answer itself. */
  async function giveUp(interaction: Interaction): Promise<void> {
    using deadline = deadlineSignal(deps.clock, GIVE_UP_WITHIN_MS);
    await tell(interaction, { reply: failedReply(interaction.key) }, deadline.signal);
    await deps.inbox.answered(interaction).catch(() => undefined);
  }

  async function answerTo(interaction: Interaction, signal: AbortSignal): Promise<Said | null> {
    if (interaction.want.type === 'accept') return confirm(interaction, interaction.want, signal);
    const reply = await replyFor(interaction, interaction.want, signal);
    return reply === null ? null : { reply };
  }

  async function replyFor(
    interaction: Interaction,
    command: Exclude<Command, { type: 'accept' }>,
    signal: AbortSignal,
  ): Promise<Reply | null> {
    switch (command.type) {
      case 'create':
        return createVideo(deps, interaction, command, signal);
      case 'dismiss':
        return command.of === 'forget' ? keptReply() : dismissedReply();
      case 'prefer':
        return prefer(deps, interaction.asker, command);
      case 'status':
        return statusOf(deps, interaction.asker);
      case 'history':
        return historyOf(deps, interaction.asker);
      case 'credits':
        return creditsOf(deps, interaction.asker);
      case 'help':
        return helpOf(deps, interaction.asker);
      case 'cancel':
        return cancelWaiting(deps, interaction, command.job);
      case 'press':
        return answerPress(deps, interaction, command, signal);
      case 'admin':
        return administer(deps, interaction, command.act);
      case 'ask-credits':
        return askForCredits(deps, interaction, command, signal);
      case 'decide':
        return answerCreditRequest(deps, interaction, command, signal);
      case 'link':
        return linkAccount(deps, interaction.asker, command.code);
      case 'unlink':
        return unlinkAccount(deps, interaction.asker);
      case 'forget':
        return forgetPerson(deps, interaction, command.sure);
      case 'confirm-over':
        return confirmOver(deps, interaction.asker, command.credits);
    }
  }

  /** Something was put aside; once it is taken up, its answer stands where it was offered. */
  async function confirm(
    interaction: Interaction,
    press: Extract<Command, { type: 'accept' }>,
    signal: AbortSignal,
  ): Promise<Said | null> {
    const taken = await resolvePendingAction(deps, interaction, press);
    if ('tone' in taken) return { reply: taken };
    if (taken.want.type === 'accept') throw new Error('What is put aside says what it is');
    const reply = await replyFor(taken, taken.want, signal);
    if (reply === null) return null;
    // What was refused can be tried again as long as the offer stands.
    return { reply, instead: reply.tone === 'plain' || (reply.choices ?? []).length > 0 };
  }

  function tell(interaction: Interaction, said: Said, signal: AbortSignal): Promise<boolean> {
    const { key, message, asker: requester } = interaction;
    return sendReply(deps, { ...said, key, message, platform: requester.platform }, signal);
  }

  return {
    receive,
    answer,
    resume,
    form: (requester) => formFor(deps, requester),
    home: (requester) => homeOf(deps, requester),
  };
}
