import type { InteractionContext } from '../chat/domain/interaction.ts';
import type { Requester } from '../teams/domain/requester.ts';
import { inLanguage, refusedReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { CommandOf } from '../chat/domain/command.ts';
import { isPersonal } from '../shared/domain/ids.ts';
import { requestedReply, creditRequestReply } from './domain/replies.ts';
import type { AskedFor, UseSoFar } from './domain/replies.ts';
import { DAY_MS, later } from '../shared/domain/later.ts';
import { isSame } from '../shared/domain/chat-ref.ts';
import type { Place } from '../shared/domain/chat-ref.ts';
import { promptOf } from '../video/domain/video-request.ts';
import { isClosed } from '../shared/domain/errors.ts';
import type { CreditRequest, CreditRequests } from './ports/credit-requests.ts';
import { savePendingAction } from '../chat/pending-actions.ts';
import type { SavePendingActionDependencies } from '../chat/pending-actions.ts';
import { accountOf } from '../credits/account.ts';
import type { Account, AccountDependencies } from '../credits/account.ts';
import { teamLanguage } from '../people/language.ts';
import type { TeamLanguageDependencies } from '../people/language.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';
import type { ChatPlatforms } from '../chat/ports/chat-platform.ts';
import type { Logger } from '../shared/ports/logger.ts';

export interface RequestCreditsDependencies
  extends AccountDependencies, SavePendingActionDependencies, TeamLanguageDependencies {
  readonly teams: TeamStore;
  readonly creditRequests: CreditRequests;
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
    return refusedReply('This offer is over. Ask for your video again, and you get a new one.');
  }
  const { key, at, command } = kept;
  const { requester, message, who } = context;
  if (isPersonal(who.teamId)) return refusedReply('There are no admins here who could give more.');
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
    return refusedReply(
      `You have ${MOST_OPEN} requests that wait for an admin. Wait for an answer to one of them; nothing was asked for now.`,
    );
  }
  const { state } = request;
  if (state.status !== 'open') return refusedReply(OVER_WORDS[state.status]);
  const asked = askedForOf(request);
  if (!state.told) {
    if (!(await tellAdmins(deps, request, asked, signal))) {
      return refusedReply(
        'The admins could not be told: there is no place here that this service can write to. Ask one of them for credits; nothing was charged.',
      );
    }
    await deps.creditRequests.told(who.teamId, requestId);
  }
  return requestedReply(asked);
}

const OVER_WORDS = {
  approved: 'An admin has answered this already: the credits are yours. Ask for your video again.',
  denied: 'An admin said no to this already. Nothing was started and nothing was charged.',
  expired: 'This request is over. Ask for your video again, and you can ask anew.',
} as const;

export function askedForOf({ interaction, of, credits, expiresAt }: CreditRequest): AskedFor {
  const { draft, agreed = credits } = interaction.command;
  const prompt = promptOf(draft.scene);
  return { requester: interaction.requester, of, credits, price: agreed, prompt, expiresAt };
}

/** False where nothing can be written that admins would read. */
async function tellAdmins(
  deps: RequestCreditsDependencies,
  request: CreditRequest,
  asked: AskedFor,
  signal: AbortSignal,
): Promise<boolean> {
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
    const told = chosen ? asked : { ...asked, prompt: null };
    const buttons = { approve, other, deny };
    const reply = inLanguage(creditRequestReply(told, uses, buttons), language);
    const platform = deps.platforms.get(name);
    if (platform === undefined) continue;
    try {
      const address = platform.addressOf(workspace, id);
      await platform.post(address, reply, signal, request.requestId);
      return true;
    } catch (error) {
      if (!isClosed(error)) throw error;
      const facts = { team: request.teamId, request: request.requestId, err: error };
      deps.logger.warn(facts, 'admins could not be asked there');
    }
  }
  return false;
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
