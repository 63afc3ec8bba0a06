import type { AdminAct, PolicyChange } from '../../chat/domain/admin-command.ts';
import { MOST_CREDITS } from '../../credits/domain/allowance.ts';
import { isPattern } from '../../video/domain/blocked-words.ts';
import { timeZoneOf } from '../../teams/domain/team-settings.ts';
import { grouped } from '../../messages/domain/rich-text.ts';

export const MOST_AT_ONCE = 10_000;
export const MOST_DAYS = 365;
export const MOST_REASON = 300;
export const MOST_PATTERN = 100;
/** Of admins, of channels, of words and of models. */
export const MOST_LISTED = 200;
const MOST_ID = 200;

export const NO_SUCH_ZONE =
  'There is no such time zone. Name one like Europe/Berlin or America/New_York.';

/** What is wrong with an act, whoever asks for it; null: nothing. */
export function wrongIn(act: AdminAct): string | null {
  switch (act.act) {
    case 'set':
      return wrongReason(act.reason) ?? wrongSubject(act.for) ?? wrongChange(act.change);
    case 'pool':
      return act.change.perJob === undefined
        ? (wrongReason(act.reason) ?? wrongChange(act.change))
        : 'What one video may cost is not set for the pool but for everyone, a role or a person.';
    case 'grant':
      return (
        wrongReason(act.reason) ??
        wrongSubject(act.to) ??
        wrongNumber('The credits', act.credits, MOST_CREDITS) ??
        (act.days === null ? null : wrongNumber('The days', act.days, MOST_DAYS))
      );
    case 'revoke':
      return wrongReason(act.reason) ?? wrongSubject(act.from) ?? wrongId('grant', act.grant);
    case 'show':
      return wrongSubject(act.of);
    case 'admins':
      return missing(act.change, act.person, 'person') ?? wrongId('person', act.person);
    case 'channels':
      return missing(act.change, act.channel, 'channel') ?? wrongId('channel', act.channel);
    case 'words':
      return missing(act.change, act.pattern, 'word') ?? wrongPattern(act);
    case 'model':
      return (
        missing(act.change === 'clear' ? 'list' : act.change, act.model, 'model') ??
        wrongId('model', act.model)
      );
    case 'time-zone':
      return timeZoneOf(act.zone) === null ? NO_SUCH_ZONE : null;
    // Which there are is not known here.
    case 'language':
      return null;
    case 'inbox':
    case 'digest':
      return wrongId('channel', act.channel);
    case 'report':
      return wrongNumber('The days', act.days, MOST_DAYS);
    case 'audit':
      return act.from === null
        ? null
        : wrongNumber('The number', act.from, Number.MAX_SAFE_INTEGER);
    case 'link':
      return wrongId('code', act.code);
    case 'unlink':
      return null;
  }
}

function wrongChange({ allowance, perJob, atOnce }: PolicyChange): string | null {
  if (allowance === undefined && perJob === undefined && atOnce === undefined) {
    return 'Say what to set: the credits, the most for one video, or how many at one time.';
  }
  const credits =
    typeof allowance === 'object' && allowance.kind === 'credits' ? allowance.credits : null;
  return (
    (credits === null ? null : wrongNumber('The credits', credits, MOST_CREDITS)) ??
    (typeof perJob === 'number'
      ? wrongNumber('The most for one video', perJob, MOST_CREDITS)
      : null) ??
    (typeof atOnce === 'number' ? wrongNumber('The most at one time', atOnce, MOST_AT_ONCE) : null)
  );
}

function wrongNumber(what: string, value: number, most: number): string | null {
  return Number.isInteger(value) && value >= 1 && value <= most
    ? null
    : `${what} must be a whole number from 1 to ${grouped(most)}.`;
}

function wrongReason(reason: string): string | null {
  return reason.length <= MOST_REASON
    ? null
    : `The reason has ${grouped(reason.length)} characters; ${MOST_REASON} is the most.`;
}

function wrongSubject(subject: { readonly kind: string; readonly id?: string }): string | null {
  return subject.id === undefined ? null : wrongId(subject.kind, subject.id);
}

function wrongId(what: string, id: string | null): string | null {
  return id === null || (id.trim() !== '' && id.length <= MOST_ID)
    ? null
    : `That is no ${what} that could be known here.`;
}

function missing(change: string, value: string | null, what: string): string | null {
  return change !== 'list' && value === null ? `Say which ${what} you mean.` : null;
}

function wrongPattern(act: Extract<AdminAct, { act: 'words' }>): string | null {
  const { pattern, change } = act;
  if (pattern === null || change !== 'add') return null;
  if (pattern.length > MOST_PATTERN) {
    return `A word or phrase has ${MOST_PATTERN} characters at most.`;
  }
  return isPattern(pattern)
    ? null
    : 'A blocked word needs a letter or a digit; * stands for any letters beside them, as in kill*.';
}
