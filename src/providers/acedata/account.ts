import type { ProviderAccount } from '../../core/providers/ports/video-provider.ts';
import { acceptedAccount, refusedAccount, unknownAccount } from '../shared/account.ts';
import type { ProviderAnswer } from '../shared/http.ts';
import { refusalIn, TASKS } from './answers.ts';
import { readAnswer, readBatch } from './wire.ts';

/** Of the documented form, and nobody's: nothing is looked up or created with it. */
export const NO_TASK = 'b8976e18-0000-4000-8000-000000000000';

/** What the answer to a batch query about no task says of the token. */
export function readAccount(response: ProviderAnswer): ProviderAccount {
  const { httpStatus, json } = response;
  const answer = readAnswer(json);
  const { name } = answer;
  if (httpStatus >= 200 && httpStatus < 300 && name === null && readBatch(json) !== null) {
    return acceptedAccount();
  }
  const refusal = httpStatus >= 400 && httpStatus < 500 ? refusalIn(response, answer) : null;
  if (refusal === 'key-refused') return refusedAccount;
  // An account that is known to be empty is known.
  if (name === 'used_up') return acceptedAccount(0);
  return unknownAccount(`POST ${TASKS}: HTTP ${httpStatus}, ${name ?? 'no code'}`);
}
