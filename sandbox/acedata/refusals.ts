// What a call is refused with before any task is made: for its token, or because the prompt asks for it.
import type { IncomingMessage } from 'node:http';

import { MAINTENANCE_PAGE } from '../provider/faults.ts';
import type { Answer } from '../provider/answer.ts';
import { errorAnswer } from './errors.ts';
import { sentinelsIn } from './sentinels.ts';

export type TokenState = 'valid' | 'revoked' | 'expired' | 'mismatched' | 'disabled';

const RATE_LIMITED_TIMES = 2;

export function createRefusals(apiKey: string) {
  const limitedBefore = new Map<string, number>();
  let tokenState: TokenState = 'valid';

  /** The document of the tasks has another status for a mismatched token than the general one. */
  function ofToken(request: IncomingMessage, isTasks: boolean): Answer | null {
    const { authorization } = request.headers;
    if (authorization === undefined) return errorAnswer('no_token', 'No token was specified.');
    if (authorization !== `Bearer ${apiKey}`) return invalidToken();
    switch (tokenState) {
      case 'valid':
        return null;
      case 'revoked':
        return invalidToken();
      case 'expired':
        return errorAnswer('token_expired', 'The specified token has expired.');
      case 'mismatched': {
        const message = 'The specified token does not belong to this API.';
        return errorAnswer('token_mismatched', message, isTasks ? { status: 400 } : {});
      }
      case 'disabled':
        return errorAnswer('disabled', 'The credential is disabled.');
    }
  }

  function ofPrompt(prompt: string | undefined, text: string): Answer | null {
    const sentinels = sentinelsIn(prompt);
    if (sentinels.has('badkey')) return invalidToken();
    if (sentinels.has('reject')) return errorAnswer('bad_request', 'prompt is not acceptable.');
    if (sentinels.has('broke')) return errorAnswer('used_up', 'Your balance is not sufficient.');
    if (sentinels.has('disabled')) return errorAnswer('disabled', 'The application is disabled.');
    if (sentinels.has('moderate')) return errorAnswer('forbidden', 'Rejected by moderation.');
    if (sentinels.has('error')) return errorAnswer('api_error', 'Something went wrong here.');
    if (sentinels.has('maintenance')) {
      return {
        status: 503,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: MAINTENANCE_PAGE,
      };
    }
    return sentinels.has('ratelimit') ? limited(text) : null;
  }

  function limited(text: string): Answer | null {
    const before = limitedBefore.get(text) ?? 0;
    const isOver = before >= RATE_LIMITED_TIMES;
    limitedBefore.set(text, isOver ? 0 : before + 1);
    return isOver ? null : errorAnswer('too_many_requests', 'Please try again later.');
  }

  return {
    ofToken,
    ofPrompt,
    get tokenState() {
      return tokenState;
    },
    set tokenState(value: TokenState) {
      tokenState = value;
    },
  };
}

function invalidToken(): Answer {
  return errorAnswer('invalid_token', 'The specified token is invalid.');
}
