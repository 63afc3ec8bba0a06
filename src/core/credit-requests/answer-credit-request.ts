import { MOST_CREDITS } from '../credits/domain/allowance.ts';
import type { InteractionContext } from '../chat/domain/interaction.ts';
import { refusedReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { CommandOf } from '../chat/domain/command.ts';
import {
  answeredReply,
  deniedReply,
  GOOD_FOR_DAYS,
  notStartedReply,
  overReply,
  stillInsufficientReply,
  unansweredReply,
} from './domain/replies.ts';
import { DAY_MS, later } from '../shared/domain/later.ts';
import { msg } from '../messages/domain/message.ts';
import { rich } from '../messages/domain/rich-text.ts';
import type { CreditRequest, CreditRequests } from './ports/credit-requests.ts';
import { authorizeAdmin } from '../admin/administer.ts';
import type { AuthorizeAdminDependencies } from '../admin/administer.ts';
import { askedForOf } from './request-credits.ts';
import { languageOf, teamLanguage } from '../people/language.ts';
import type { LanguageDependencies } from '../people/language.ts';
import { createVideo } from '../requests/create-video.ts';
import type { CreateVideoDependencies } from '../requests/create-video.ts';
import { sendReply } from '../chat/reply.ts';
import type { SendReplyDependencies } from '../chat/reply.ts';

export interface EndUnansweredDependencies extends SendReplyDependencies, LanguageDependencies {
  readonly creditRequests: CreditRequests;
}

export interface AnswerCreditRequestDependencies
  extends AuthorizeAdminDependencies, CreateVideoDependencies, EndUnansweredDependencies {}

const GOOD_FOR_MS = GOOD_FOR_DAYS * DAY_MS;

/**
 * An admin's answer. The decision and its grant are one transaction; what follows of it, the
 * person's message and the video, is done again by a press that is handled again, and is once.
 */
export async function answerCreditRequest(
  deps: AnswerCreditRequestDependencies,
  context: InteractionContext,
  { request: requestId, credits }: CommandOf<'decide'>,
  signal: AbortSignal,
): Promise<Reply> {
  const attempt = { action: 'decide', target: requestId, reason: '' };
  const authorization = await authorizeAdmin(deps, context, attempt);
  if (authorization.status === 'refused') return authorization.reply;
  // It stands where the request stood, for whoever reads there.
  const language = teamLanguage(deps, authorization.team);
  const { teamId, personId: by } = context.who;
  const at = deps.clock.now();
  if (credits !== null && !(Number.isInteger(credits) && credits >= 1 && credits <= MOST_CREDITS)) {
    const range = { field: 'credits', min: 1, max: MOST_CREDITS };
    return refusedReply(msg('commands.whole-number-range', range));
  }
  const outcome = await deps.creditRequests.answer(teamId, requestId, {
    credits,
    by,
    at,
    expiresAt: later(at, GOOD_FOR_MS),
  });
  if (outcome === null) return refusedReply(msg('credit-requests.unknown'));
  const { request, decided } = outcome;
  const { state } = request;
  switch (state.status) {
    case 'open':
    case 'expired':
      return { ...overReply(), language };
    case 'denied':
      if (!decided && !(state.by === by && credits === null)) {
        return refusedReply(msg('credit-requests.already-denied'));
      }
      await tellRequester(deps, request, deniedReply(request.credits), signal);
      return {
        ...answeredReply(askedForOf(request), context.requester, { credits: null }),
        language,
      };
    case 'approved': {
      // One's own answer, handled again after it was cut off.
      const mine = state.by === by && credits === state.credits;
      if (!decided && !mine) {
        return refusedReply(msg('credit-requests.already-approved', { amount: state.credits }));
      }
      const why = await start(deps, request, state.credits, signal);
      const verdict = { credits: state.credits, why };
      return { ...answeredReply(askedForOf(request), context.requester, verdict), language };
    }
  }
}

/** @returns why the video did not start; null: it did */
async function start(
  deps: AnswerCreditRequestDependencies,
  request: CreditRequest,
  granted: number,
  signal: AbortSignal,
): Promise<Reply['headline'] | null> {
  const { command, ...origin } = request.interaction;
  const given = { amount: granted, of: request.of };
  try {
    const who = await deps.wallet.resolveIdentity(origin.requester);
    const language = await languageOf(deps, who, origin.requester);
    const reply = await createVideo(deps, { ...origin, who, language }, command, signal);
    if (reply === null) return null;
    await tellRequester(deps, request, stillInsufficientReply(given, reply), signal);
    return reply.tone === 'refused' ? (reply.lines[0] ?? reply.headline) : reply.headline;
  } catch (error) {
    deps.logger.error({ request: request.requestId, err: error }, 'granted video not started');
    await tellRequester(deps, request, notStartedReply(given), signal);
    return rich(msg('chat.failed'));
  }
}

/** @throws when their chat cannot be reached for now */
async function tellRequester(
  deps: EndUnansweredDependencies,
  { interaction, requestId, teamId, personId }: CreditRequest,
  reply: Reply,
  signal: AbortSignal,
): Promise<void> {
  const { message, requester } = interaction;
  const language = await languageOf(deps, { teamId, personId }, requester);
  const { platform } = requester;
  const replyToSend = { platform, message, reply, language, key: requestId };
  if (!(await sendReply(deps, replyToSend, signal)))
    throw new Error('The requester could not be told');
}

/** Longer than telling takes; whoever dies meanwhile costs this. */
const LEASE_MS = 5 * 60_000;
const AT_ONCE = 20;

/**
 * Tells people whose requests no admin answered in time. Where no admin was ever told of one, that
 * was said at once, and nobody is to wonder at it a day later.
 */
export async function endUnanswered(
  deps: EndUnansweredDependencies,
  signal: AbortSignal,
): Promise<void> {
  const due = await deps.creditRequests.claimExpired(deps.clock.now(), LEASE_MS, AT_ONCE);
  for (const request of due) {
    const { teamId, requestId, credits, state } = request;
    if (!deps.platforms.has(request.interaction.requester.platform)) continue;
    try {
      if (state.status === 'open' && state.told) {
        await tellRequester(deps, request, unansweredReply(credits), signal);
      }
      await deps.creditRequests.expired(teamId, requestId);
    } catch (error) {
      deps.logger.warn({ request: requestId, err: error }, 'end of a credit request: reply failed');
    }
  }
}
