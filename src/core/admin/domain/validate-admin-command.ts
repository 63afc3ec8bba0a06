import type { AdminAct, PolicyChange, QuotaSubject } from '../../chat/domain/admin-command.ts';
import { MOST_CREDITS } from '../../credits/domain/allowance.ts';
import { isPattern } from '../../video/domain/blocked-words.ts';
import { timeZoneOf } from '../../teams/domain/team-settings.ts';
import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';
import { shorten } from '../../messages/domain/rich-text.ts';

export const MOST_AT_ONCE = 10_000;
export const MOST_DAYS = 365;
export const MOST_REASON = 300;
export const MOST_PATTERN = 100;
/** Of admins, of channels, of words and of models. */
export const MOST_LISTED = 200;
const MOST_ID = 200;

/** By its label. */
type Field =
  | ('forms.person' | 'forms.team-channel' | 'forms.pattern' | 'forms.model' | 'forms.audit-from')
  | ('forms.per-job' | 'forms.at-once' | 'forms.days' | 'credits.credits' | 'admin.reason');

/** What is wrong with an act, whoever asks for it in this chat; null: nothing. */
export function wrongIn(act: AdminAct, chat: string): Message | null {
  switch (act.act) {
    case 'set':
      return wrongReason(act.reason) ?? wrongSubject(act.for) ?? wrongChange(act.change);
    case 'pool':
      return act.change.perJob === undefined
        ? (wrongReason(act.reason) ?? wrongChange(act.change))
        : msg('admin.budget-per-video', { chat });
    case 'grant':
      return (
        wrongReason(act.reason) ??
        wrongSubject(act.to) ??
        wrongNumber('credits.credits', act.credits, MOST_CREDITS) ??
        (act.days === null ? null : wrongNumber('forms.days', act.days, MOST_DAYS))
      );
    case 'revoke':
      return wrongReason(act.reason) ?? wrongSubject(act.from) ?? wrongId('grant', act.grant);
    case 'show':
      return wrongSubject(act.of);
    case 'admins':
      return missing(act.change, act.person, 'forms.person') ?? wrongId('person', act.person);
    case 'channels':
      return (
        missing(act.change, act.channel, 'forms.team-channel') ?? wrongId('channel', act.channel)
      );
    case 'words':
      return missing(act.change, act.pattern, 'forms.pattern') ?? wrongPattern(act);
    case 'model':
      return (
        missing(act.change === 'clear' ? 'list' : act.change, act.model, 'forms.model') ??
        wrongId('model', act.model)
      );
    case 'time-zone':
      return timeZoneOf(act.zone) === null
        ? msg('admin.time-zone-unknown', { zone: shorten(act.zone, 60) })
        : null;
    // Which there are is not known here.
    case 'language':
      return null;
    case 'confirm':
      return typeof act.over === 'string' || isCredits(act.over)
        ? null
        : msg('commands.whole-number-range', CONFIRMED);
    case 'inbox':
    case 'digest':
      return wrongId('channel', act.channel);
    case 'report':
      return wrongNumber('forms.days', act.days, MOST_DAYS);
    case 'audit':
      return act.from === null
        ? null
        : wrongNumber('forms.audit-from', act.from, Number.MAX_SAFE_INTEGER);
    case 'link':
      return wrongId('code', act.code);
    case 'unlink':
      return null;
  }
}

const CONFIRMED = { field: msg('credits.credits'), min: 0, max: MOST_CREDITS };

function isCredits(over: number): boolean {
  return Number.isInteger(over) && over >= 0 && over <= MOST_CREDITS;
}

function wrongChange({ allowance, perJob, atOnce }: PolicyChange): Message | null {
  if (allowance === undefined && perJob === undefined && atOnce === undefined) {
    const fields = [msg('admin.part-limit'), msg('forms.per-job'), msg('forms.at-once')];
    return msg('admin.nothing-to-set', { fields });
  }
  const credits =
    typeof allowance === 'object' && allowance.kind === 'credits' ? allowance.credits : null;
  return (
    (credits === null ? null : wrongNumber('credits.credits', credits, MOST_CREDITS)) ??
    (typeof perJob === 'number' ? wrongNumber('forms.per-job', perJob, MOST_CREDITS) : null) ??
    (typeof atOnce === 'number' ? wrongNumber('forms.at-once', atOnce, MOST_AT_ONCE) : null)
  );
}

function wrongNumber(field: Field, value: number, max: number): Message | null {
  return Number.isInteger(value) && value >= 1 && value <= max
    ? null
    : msg('commands.whole-number-range', { field: msg(field), min: 1, max });
}

function wrongReason(reason: string): Message | null {
  return tooLong('admin.reason', reason, MOST_REASON);
}

function tooLong(field: Field, text: string, most: number): Message | null {
  return text.length <= most ? null : msg('commands.text-too-long', { field: msg(field), most });
}

function wrongSubject(subject: QuotaSubject): Message | null {
  return subject.kind === 'team' ? null : wrongId(subject.kind, subject.id);
}

function wrongId(
  what: 'person' | 'role' | 'grant' | 'channel' | 'model' | 'code',
  id: string | null,
): Message | null {
  return id === null || (id.trim() !== '' && id.length <= MOST_ID)
    ? null
    : msg('admin.unknown', { what });
}

function missing(change: string, value: string | null, field: Field): Message | null {
  return change !== 'list' && value === null
    ? msg('commands.missing', { field: msg(field) })
    : null;
}

function wrongPattern(act: Extract<AdminAct, { act: 'words' }>): Message | null {
  const { pattern, change } = act;
  if (pattern === null || change !== 'add') return null;
  return (
    tooLong('forms.pattern', pattern, MOST_PATTERN) ??
    (isPattern(pattern) ? null : msg('admin.word-needs-letter', { star: '*', example: 'kill*' }))
  );
}
