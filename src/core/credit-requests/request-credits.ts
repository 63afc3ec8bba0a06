import type { InteractionContext } from '../chat/domain/interaction.ts';
import type { Requester } from '../teams/domain/requester.ts';
import { inLanguage, refusedReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { CommandOf } from '../chat/domain/command.ts';
import { msg } from '../messages/domain/message.ts';
import type { Message } from '../messages/domain/message.ts';
import { isPersonal } from '../shared/domain/ids.ts';
import { requestedReply, creditRequestReply } from './domain/replies.ts';
import type { AskedFor, ToldIn, UseSoFar } from './domain/replies.ts';
import { DAY_MS, later } from '../shared/domain/later.ts';
import { isSame } from '../shared/domain/chat-ref.ts';
import type { Place } from '../shared/domain/chat-ref.ts';
import { isClosed } from '../shared/domain/errors.ts';
import type { CreditRequest, CreditRequests, CreditRequestState } from './ports/credit-requests.ts';
import { savePendingAction } from '../chat/pending-actions.ts';
import type { SavePendingActionDependencies } from '../chat/pending-actions.ts';
import { accountOf } from '../credits/account.ts';
import type { Account, AccountDependencies } from '../credits/account.ts';
import { teamLanguage } from '../people/language.ts';
import type { TeamLanguageDependencies } from '../people/language.ts';
import type { JobHistory } from '../jobs/ports/job-history.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';
import type { ChatPlatforms } from '../chat/ports/chat-platform.ts';
import type { Logger } from '../shared/ports/logger.ts';

export interface RequestCreditsDependencies
  extends AccountDependencies, SavePendingActionDependencies, TeamLanguageDependencies {
  readonly teams: TeamStore;
  readonly creditRequests: CreditRequests;
  readonly history: JobHistory;
  readonly platforms: ChatPlatforms;
  readonly logger: Logger;
}

/** After this a request is over, and its person is told. */
const ANSWER_WITHIN_MS = DAY_MS;

/** Whoever decides later is told that it is over. */
const BUTTONS_KEPT_MS = 30 * DAY_MS;

/** Of one person; nobody can flood the admins. */
const MOST_OPEN = 3;

/** Puts a request that was refused for want of credits before the admins, once. */
export async function askForCredits(
  deps: RequestCreditsDependencies,
  context: InteractionContext,
  { request: name, short }: CommandOf<'ask-credits'>,
  signal: AbortSignal,
): Promise<Reply> {
  const now = deps.clock.now();
  const kept = await deps.pendingActions.find(name, now);
  if (kept?.command.type !== 'create') {
    return refusedReply(msg('chat.button-expired'));
  }
  const { key, at, command } = kept;
  const { requester, message, who } = context;
  if (isPersonal(who.teamId)) return refusedReply(msg('credit-requests.no-admins'));
  const requestId = deps.hash(JSON.stringify([who.teamId, key, short]));
  const request = await deps.creditRequests.open(
    {
      ...who,
      requestId,
      of: short.of,
      credits: short.credits,
      interaction: { key, at, requester, message, command },
      at: now,
      expiresAt: later(now, ANSWER_WITHIN_MS),
    },
    MOST_OPEN,
  );
  if (request === 'too-many') {
    return refusedReply(msg('credit-requests.too-many', { most: MOST_OPEN }));
  }
  const { state } = request;
  if (state.status !== 'open') return refusedReply(await overWords(deps, request, state));
  const asked = askedForOf(request);
  if (state.told) return requestedReply(asked, state.toldIn);
  const toldIn = await tellAdmins(deps, request, asked, signal);
  if (toldIn === null) return refusedReply(msg('credit-requests.not-told'));
  await deps.creditRequests.told(who.teamId, requestId, toldIn);
  return requestedReply(asked, toldIn);
}

/** Its video may have started by itself: nobody is to ask for that twice. */
async function overWords(
  deps: RequestCreditsDependencies,
  { teamId, interaction }: CreditRequest,
  state: Exclude<CreditRequestState, { readonly status: 'open' }>,
): Promise<Message> {
  if (state.status === 'denied') return msg('credit-requests.already-denied');
  if (state.status === 'expired') return msg('credit-requests.expired-you');
  const { platform } = interaction.requester;
  const started = (await deps.history.madeFor(teamId, platform, interaction.key)) !== null;
  return started
    ? msg('credit-requests.already-approved', { amount: state.credits })
    : msg('credit-requests.already-approved-you');
}

export function askedForOf({ interaction, of, credits, expiresAt }: CreditRequest): AskedFor {
  const { draft, agreed = credits } = interaction.command;
  const { requester } = interaction;
  return { requester, of, credits, price: agreed, scene: draft.scene, expiresAt };
}

/** @returns where they were told; null where nothing can be written that they would read */
async function tellAdmins(
  deps: RequestCreditsDependencies,
  request: CreditRequest,
  asked: AskedFor,
  signal: AbortSignal,
): Promise<ToldIn | null> {
  const { requester } = request.interaction;
  const [account, settings] = await Promise.all([
    accountOf(deps, request, requester.roles),
    deps.teams.settings(request.teamId),
  ]);
  const { inbox } = settings;
  const language = teamLanguage(deps, settings);
  const decide = (credits: number | null, salt: string) =>
    savePendingAction(
      deps,
      request.interaction,
      { type: 'decide', request: request.requestId, credits },
      { salt: `${request.requestId} ${salt}`, forMs: BUTTONS_KEPT_MS },
    );
  const [approve, other, deny] = await Promise.all([
    decide(request.credits, 'approve'),
    decide(request.credits, 'other'),
    decide(null, 'deny'),
  ]);
  const uses = usesOf(account);
  for (const place of placesFor(requester, inbox)) {
    const { platform: name, id, workspace } = place;
    // What was asked for may be private: only a place that admins chose for it shows the prompt.
    const chosen = inbox !== null && isSame(place, inbox);
    const told = chosen ? asked : { ...asked, scene: null };
    const buttons = { approve, other, deny };
    const reply = inLanguage(creditRequestReply(told, uses, buttons), language);
    const platform = deps.platforms.get(name);
    if (platform === undefined) continue;
    try {
      const address = platform.addressOf(workspace, id);
      await platform.post(address, reply, signal, request.requestId);
      return chosen ? { platform: name, id } : 'here';
    } catch (error) {
      if (!isClosed(error)) throw error;
      const facts = { team: request.teamId, request: request.requestId, err: error };
      deps.logger.warn(facts, 'admins could not be asked there');
    }
  }
  return null;
}

/** Where admins want to be asked, and else where the request was made. */
function placesFor({ platform, workspace, channel }: Requester, inbox: Place | null) {
  // Settings of before say nothing about the workspace: then it is the requester's, in the same chat.
  const usual = inbox?.platform === platform ? workspace.id : null;
  return [
    ...(inbox === null ? [] : [{ ...inbox, workspace: inbox.workspace ?? usual }]),
    ...(channel === undefined ? [] : [{ platform, id: channel, workspace: workspace.id }]),
  ];
}

function usesOf(account: Account): { readonly own: UseSoFar; readonly team: UseSoFar } {
  const { policy, pool, used, poolUsed, ownLeft, poolLeft } = account;
  return {
    own: { allowance: policy.allowance, used, left: ownLeft },
    team: { allowance: pool, used: poolUsed, left: poolLeft },
  };
}
