// What a call is refused with before any task is made: for its token, or because the prompt asks for it.
import type { IncomingMessage } from 'node:http';

import type { Answer } from '../provider/answer.ts';
import { createWordedRefusals, maintenanceAnswer } from '../provider/sentinels.ts';
import { errorAnswer } from './errors.ts';

export type TokenState = 'valid' | 'revoked' | 'expired' | 'mismatched' | 'disabled';

export interface TokenCheck {
  readonly apiKey: string;
  readonly tokenState: TokenState;
  readonly isTasks: boolean;
}

/** The document of the tasks has another status for a mismatched token than the general one. */
export function refusalOfToken(
  { headers: { authorization } }: IncomingMessage,
  { apiKey, tokenState, isTasks }: TokenCheck,
): Answer | null {
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

export function createPromptRefusals() {
  return createWordedRefusals({
    badkey: invalidToken,
    reject: () => errorAnswer('bad_request', 'prompt is not acceptable.'),
    broke: () => errorAnswer('used_up', 'Your balance is not sufficient.'),
    disabled: () => errorAnswer('disabled', 'The application is disabled.'),
    moderate: () => errorAnswer('forbidden', 'Rejected by moderation.'),
    error: () => errorAnswer('api_error', 'Something went wrong here.'),
    maintenance: maintenanceAnswer,
    ratelimit: () => errorAnswer('too_many_requests', 'Please try again later.'),
  });
}

function invalidToken(): Answer {
  return errorAnswer('invalid_token', 'The specified token is invalid.');
}
