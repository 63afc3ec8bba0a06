import { MAINTENANCE_PAGE } from '../provider/faults.ts';
import type { Answer } from '../provider/answer.ts';
import type { CreateBody } from './create-request.ts';
import { errorAnswer } from './errors.ts';
import { gateAnswer } from './plans.ts';
import { sentinelsIn } from './sentinels.ts';

const TIMES_LIMITED = 2;

/** Refuses what the prompt asks to have refused; null where it asks for nothing of the kind. */
export function createWordedRefusals() {
  const limitedBefore = new Map<string, number>();

  return (body: CreateBody): Answer | null => {
    const sentinels = sentinelsIn(body.prompt);
    if (sentinels.has('reject')) return errorAnswer('invalid_input', 'Request body is invalid.');
    if (sentinels.has('badkey')) return errorAnswer('invalid_api_key', 'The key is not valid.');
    if (sentinels.has('broke')) return errorAnswer('insufficient_credits', 'Not enough credits.');
    if (sentinels.has('gate')) {
      return gateAnswer({ field: 'style', requiredPlan: 'pro', currentPlan: 'basic' });
    }
    if (sentinels.has('error')) return errorAnswer('internal_error', 'Something went wrong.');
    if (sentinels.has('maintenance')) {
      const headers = { 'content-type': 'text/html; charset=utf-8' };
      return { status: 503, headers, body: MAINTENANCE_PAGE };
    }
    if (!sentinels.has('ratelimit')) return null;
    const request = JSON.stringify(body);
    const before = limitedBefore.get(request) ?? 0;
    limitedBefore.set(request, before >= TIMES_LIMITED ? 0 : before + 1);
    if (before >= TIMES_LIMITED) return null;
    return errorAnswer('rate_limited', 'The API key limit was exceeded.');
  };
}
