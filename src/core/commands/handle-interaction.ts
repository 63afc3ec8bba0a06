import type { Interaction, InteractionContext, Origin } from '../chat/domain/interaction.ts';
import { inLanguage } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { AcceptCommand, PendingCommand } from '../chat/domain/command.ts';
import { keptReply } from '../people/domain/erasure-replies.ts';
import { busyReply, failedReply, outOfOrderReply, resumingReply } from '../chat/domain/replies.ts';
import { dismissedReply } from '../requests/domain/price-reply.ts';
import { later } from '../shared/domain/later.ts';
import { mediaReferencesOf, sourceOf } from '../video/domain/video-request.ts';
import { isClosed } from '../shared/domain/errors.ts';
import type { Conversations } from '../chat/ports/interaction-handler.ts';
import { answerPress } from '../cards/card-buttons.ts';
import type { AnswerPressDependencies } from '../cards/card-buttons.ts';
import { cancelQueued } from './cancel-queued.ts';
import type { CancelQueuedDependencies } from './cancel-queued.ts';
import { administer } from '../admin/administer.ts';
import type { AdministerDependencies } from '../admin/administer.ts';
import { askForCredits } from '../credit-requests/request-credits.ts';
import type { RequestCreditsDependencies } from '../credit-requests/request-credits.ts';
import { createVideo } from '../requests/create-video.ts';
import { answerCreditRequest } from '../credit-requests/answer-credit-request.ts';
import type { AnswerCreditRequestDependencies } from '../credit-requests/answer-credit-request.ts';
import { forgetPerson } from '../people/erase-person.ts';
import type { ErasePersonDependencies } from '../people/erase-person.ts';
import { linkAccount, unlinkAccount } from '../people/link.ts';
import type { LinkDependencies } from '../people/link.ts';
import { creditsOf, helpOf, historyOf, statusOf } from './queries.ts';
import type { ListJobsDependencies } from './queries.ts';
import { formFor, homeOf } from './form-state.ts';
import type { VideoFormDependencies, HomeDependencies } from './form-state.ts';
import { inLanguageNow, languageOf, toldLanguage } from '../people/language.ts';
import { prefer } from '../people/preferences.ts';
import { resolvePendingAction } from '../chat/pending-actions.ts';
import type { ResolvePendingActionDependencies } from '../chat/pending-actions.ts';
import { deadlineSignal } from '../shared/deadline.ts';
import type { Identity } from '../teams/domain/identity.ts';
import { sendReply } from '../chat/reply.ts';
import type { ReplyToSend } from '../chat/reply.ts';
import type { Inbox } from '../chat/ports/inbox.ts';

export interface HandleInteractionDependencies
  extends
    AdministerDependencies,
    AnswerCreditRequestDependencies,
    AnswerPressDependencies,
    CancelQueuedDependencies,
    ErasePersonDependencies,
    HomeDependencies,
    LinkDependencies,
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

function isLong({ command }: Interaction): boolean {
  // What a button takes up is there because of a video.
  if (command.type === 'accept') return true;
  if (command.type !== 'create') return false;
  const { scene } = command.draft;
  return sourceOf(scene) !== null || mediaReferencesOf(scene).video !== undefined;
}

type Said = Pick<ReplyToSend, 'reply' | 'instead' | 'language'>;

/** How often a request is tried before its person is told that it failed. */
const TRIES = 3;

/** How often an interaction is handled again before whatever kills its processes is given up. */
const RESUMES = 5;

/** An interaction from its first moment to its reply, whatever happens in between. */
export function createConversations(deps: HandleInteractionDependencies): Conversations {
  async function receive(interaction: Interaction): Promise<'new' | 'repeated' | 'unkept'> {
    try {
      const within = isLong(interaction) ? LONG.answeredWithinMs : ANSWERED_WITHIN_MS;
      const kept = await deps.inbox.keep(interaction, later(deps.clock.now(), within));
      return kept ? 'new' : 'repeated';
    } catch (error) {
      deps.logger.error({ key: interaction.key, err: error }, 'interaction not kept');
      return 'unkept';
    }
  }

  async function answer(
    interaction: Interaction,
    received: 'new' | 'late' | 'unkept',
  ): Promise<void> {
    const withinMs = isLong(interaction) ? LONG.deadlineMs : ANSWER_DEADLINE_MS;
    using deadline = deadlineSignal(deps.clock, withinMs);
    const { signal } = deadline;
    if (received !== 'new') {
      const reply = received === 'late' ? busyReply() : outOfOrderReply();
      await tell(interaction, { reply, language: told(interaction) }, signal);
      await forget(interaction, signal);
      return;
    }
    const outcome = await tryFor(interaction, signal);
    if (outcome.status === 'failed') {
      await giveUp(interaction);
      return;
    }
    // No reply for now: it is handled again, and replied to then.
    if (outcome.said !== null && !(await tell(interaction, outcome.said, signal))) return;
    // Done is done: should this not be written, the interaction is handled again and found done.
    await deps.inbox.answered(interaction).catch((error: unknown) => {
      deps.logger.warn({ key: interaction.key, err: error }, 'end not recorded');
    });
  }

  /** Does what was asked for; what fails on the way is tried again, what was done is not. */
  async function tryFor(
    interaction: Interaction,
    signal: AbortSignal,
  ): Promise<{ status: 'done'; said: Said | null } | { status: 'failed' }> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        // Anew for each try: accounts may have been linked meanwhile, and those credits are spent.
        const who = await deps.wallet.resolveIdentity(interaction.requester);
        if (attempt > 1 && (await isMade(interaction, who))) return { status: 'done', said: null };
        const language = await languageOf(deps, who, interaction.requester);
        return { status: 'done', said: await answerTo(interaction, { who, language }, signal) };
      } catch (error) {
        const { key, command } = interaction;
        const facts = { key, command: command.type, attempt, err: error };
        deps.logger.error(facts, 'request failed');
        if (attempt >= TRIES || signal.aborted) return { status: 'failed' };
        await deps.clock.sleep(500 * attempt, signal);
      }
    }
  }

  async function resume(interaction: Interaction, attempts: number): Promise<void> {
    if (await stands(interaction, attempts)) await answer(interaction, 'new');
  }

  /**
   * Nobody may be charged for a command that their chat called dead, so a video is made only
   * after its message was seen to stand: by telling there that it is.
   * @returns false where nothing is left to be answered
   */
  async function stands(interaction: Interaction, attempts: number): Promise<boolean> {
    const { key, requester, message, command } = interaction;
    const platform = deps.platforms.get(requester.platform);
    try {
      const who = command.type === 'create' ? await deps.wallet.resolveIdentity(requester) : null;
      if (who !== null && (await isMade(interaction, who))) {
        await deps.inbox.answered(interaction);
        return false;
      }
      if (attempts > RESUMES) {
        await giveUp(interaction);
        return false;
      }
      if (who === null) return true;
      const language = await languageOf(deps, who, requester);
      using deadline = deadlineSignal(deps.clock, ANSWER_DEADLINE_MS);
      await platform?.reply(message, inLanguage(resumingReply(), language), deadline.signal);
      return true;
    } catch (error) {
      deps.logger.warn({ key, err: error }, 'interaction dropped: its message is not there');
      if (isClosed(error)) await deps.inbox.answered(interaction).catch(() => undefined);
      return false;
    }
  }

  /**
   * Whether the job asked for is there: then its card is the answer, and whatever else were said
   * in its message, a refusal because its own credits are held not least, would cover it.
   */
  async function isMade(
    { key, requester, command }: Interaction,
    { teamId }: Identity,
  ): Promise<boolean> {
    if (command.type !== 'create') return false;
    return (await deps.history.madeFor(teamId, requester.platform, key)) !== null;
  }

  /** It may have been kept after all, only too late: it must not be handled after that reply. */
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
    const reply = failedReply(interaction.key, interaction.command.type);
    await tell(interaction, { reply, language: told(interaction) }, deadline.signal);
    await deps.inbox.answered(interaction).catch(() => undefined);
  }

  async function answerTo(
    { command, ...origin }: Interaction,
    known: Pick<InteractionContext, 'who' | 'language'>,
    signal: AbortSignal,
  ): Promise<Said | null> {
    const context = { ...origin, ...known };
    if (command.type === 'accept') return confirm(context, command, signal);
    const reply = await replyFor(context, command, signal);
    return reply === null ? null : { reply, language: known.language };
  }

  async function replyFor(
    context: InteractionContext,
    command: PendingCommand,
    signal: AbortSignal,
  ): Promise<Reply | null> {
    const { requester, who } = context;
    switch (command.type) {
      case 'create':
        return createVideo(deps, context, command, signal);
      case 'dismiss':
        return command.of === 'forget' ? keptReply() : dismissedReply();
      case 'prefer':
        return command.language === undefined
          ? prefer(deps, who, command)
          : inLanguageNow(deps, context, await prefer(deps, who, command));
      case 'status':
        return statusOf(deps, who);
      case 'history':
        return historyOf(deps, who);
      case 'credits':
        return creditsOf(deps, who, requester.roles);
      case 'help':
        return helpOf(deps, who);
      case 'cancel':
        return cancelQueued(deps, context, command.job);
      case 'press':
        return answerPress(deps, context, command, signal);
      case 'admin':
        return administer(deps, context, command.act);
      case 'ask-credits':
        return askForCredits(deps, context, command, signal);
      case 'decide':
        return answerCreditRequest(deps, context, command, signal);
      case 'link':
        return linkAccount(deps, context, command.code);
      case 'unlink':
        return unlinkAccount(deps, context);
      case 'forget':
        return forgetPerson(deps, context, command.sure);
    }
  }

  /** Something waits; once it is confirmed, the reply stands where the button was. */
  async function confirm(
    press: InteractionContext,
    command: AcceptCommand,
    signal: AbortSignal,
  ): Promise<Said | null> {
    const pending = await resolvePendingAction(deps, press, command);
    const { who, language } = press;
    if ('tone' in pending) return { reply: pending, language };
    const { command: confirmed, ...origin } = pending;
    const reply = await replyFor({ ...origin, who, language }, confirmed, signal);
    if (reply === null) return null;
    // What was refused can be tried again as long as the action is pending.
    const instead = reply.tone === 'plain' || (reply.choices ?? []).length > 0;
    return { reply, language, instead };
  }

  /** Nothing of theirs could be read. */
  function told({ requester }: Origin): string {
    return toldLanguage(deps, requester);
  }

  function tell({ key, message, requester }: Origin, said: Said, signal: AbortSignal) {
    return sendReply(deps, { ...said, key, message, platform: requester.platform }, signal);
  }

  return {
    receive,
    answer,
    resume,
    form: (requester) => formFor(deps, requester),
    async language(requester) {
      return languageOf(deps, await deps.wallet.resolveIdentity(requester), requester);
    },
    home: (requester) => homeOf(deps, requester),
  };
}
