import type { ProviderAccount } from '../../core/providers/ports/video-provider.ts';
import { acceptedAccount, refusedAccount, unknownAccount } from '../shared/account.ts';
import type { ProviderAnswer } from '../shared/http.ts';
import { readAnswer } from './wire.ts';

/** Of the documented form, and nobody's: nothing is looked up or created with it. */
export const NO_TASK = 'n92000000000000';

/** There is no such task, in whatever way that is said: it is not documented. */
const NO_SUCH_TASK: readonly number[] = [200, 400, 404, 410, 422];

/** What the answer to a question about no task says of the key. */
export function readAccount({ httpStatus, json }: ProviderAnswer): ProviderAccount {
  const answer = readAnswer(httpStatus, json);
  const { status = httpStatus, name = null } = answer ?? {};
  // In the words of the API alone: before it any web server answers 403 or 404.
  const own = name !== null || answer?.message != null;
  if (status === 401 || name === 'invalid_api_key') return refusedAccount;
  if (status === 403 && own) return refusedAccount;
  if (status === 402 || name === 'insufficient_credits') return acceptedAccount();
  if (own && NO_SUCH_TASK.includes(status)) return acceptedAccount();
  return unknownAccount(`GET /api/status: HTTP ${httpStatus}, ${name ?? String(status)}`);
}
