import { allowanceWords, listWords, PART_LABELS } from './admin-replies.ts';
import { mention } from '../../messages/domain/mention.ts';
import { msg } from '../../messages/domain/message.ts';
import type { ListItem, Message } from '../../messages/domain/message.ts';
import { parseAllowance } from '../../credits/domain/allowance.ts';
import { confirmOverWords } from '../../teams/domain/confirm-over-words.ts';
import { CHANNEL_CLOSED } from '../../teams/domain/audit-entry.ts';
import type { AuditEntry } from '../../teams/domain/audit-entry.ts';
import type { Json } from '../../shared/domain/json.ts';
import { facts, shorten } from '../../messages/domain/rich-text.ts';
import type { RichText } from '../../messages/domain/rich-text.ts';

/**
 * Who did what to whom, what it was before and after, and why.
 * @param modelOf what people read of a model
 */
export function auditWords(line: AuditEntry, modelOf: (id: string) => ListItem): RichText {
  const { seq, at, actor, action: name } = line;
  const refused = line.outcome === 'refused';
  const time = at.getTime();
  const action = isKnown(name)
    ? msg(`admin.audit-${name}`)
    : msg('chat.value', { value: shorten(name, 60) });
  const changes = refused ? [] : changeWords(line, modelOf);
  return facts(
    String(seq),
    [{ time, as: 'day' }, ' ', { time, as: 'clock' }],
    [personOf(actor)],
    [{ bold: refused ? msg('admin.audit-denied', { action }) : action }],
    TOLD_BY_CHANGE.has(name) && changes.length > 0 ? null : targetWords(line),
    ...changes,
    reasonWords(line),
  );
}

const ACTIONS = [
  ...(['set', 'pool', 'grant', 'revoke', 'show', 'admins', 'channels', 'words', 'model'] as const),
  ...(['time-zone', 'language', 'confirm', 'inbox', 'digest', 'deny', 'decide'] as const),
  ...(['report', 'audit'] as const),
  ...(['forget', 'cancel', 'try-again', 'give-back', 'link-code', 'link', 'unlink'] as const),
  ...(['link-account-code', 'link-account', 'unlink-account'] as const),
] as const;

function isKnown(action: string): action is (typeof ACTIONS)[number] {
  return ACTIONS.some((it) => it === action);
}

/** Those whose target is words of their own and nobody's id. */
const OF_WORDS: ReadonlySet<string> = new Set(['words', 'model', 'time-zone', 'language']);

/** Those whose change says what it is about. */
const TOLD_BY_CHANGE: ReadonlySet<string> = new Set([
  ...OF_WORDS,
  ...['admins', 'channels', 'confirm', 'inbox', 'digest'],
]);

/** Those whose target is a name that nobody reads. */
const UNTOLD: ReadonlySet<string> = new Set([
  ...['decide', 'cancel', 'try-again', 'give-back', 'forget', 'link-code', 'link', 'unlink'],
  ...['link-account-code', 'link-account', 'unlink-account'],
]);

function targetWords({ action, target }: AuditEntry): RichText | null {
  if (target === '' || UNTOLD.has(action)) return null;
  if (OF_WORDS.has(action)) return [{ quote: shorten(target, 60) }];
  if (target === 'team') return [msg('admin.everyone')];
  if (target === 'pool') return action === 'pool' ? null : [msg('admin.team-budget')];
  const [, kind, platform, id] = /^(role|channel):([^:]+):(.+)$/.exec(target) ?? [];
  if (platform === undefined || id === undefined) return [personOf(target)];
  return [mention({ platform, id }, kind === 'role' ? 'role' : 'channel')];
}

/** What happens by itself, the service does. */
const SERVICE = 'service';

/** A person is called by the account they were first seen with. */
function personOf(name: string) {
  if (name === SERVICE) return 'Showrunner';
  const [, platform, id] = /^([^:]+):(.+)$/.exec(name) ?? [];
  return platform === undefined || id === undefined
    ? shorten(name, 60)
    : mention({ platform, id }, 'person');
}

function reasonWords({ actor, reason }: AuditEntry): RichText | null {
  if (reason.trim() === '') return null;
  return actor === SERVICE && reason === CHANNEL_CLOSED
    ? [msg('reports.weekly-turned-off')]
    : [{ quote: shorten(reason, 100) }];
}

/** What is told of a change, in this order; null: it says itself what it is. */
const LABELS = {
  allowance: PART_LABELS.allowance,
  perJob: PART_LABELS.perJob,
  atOnce: PART_LABELS.atOnce,
  credits: null,
  left: null,
  asked: 'admin.audit-field-asked',
  expiresAt: 'admin.audit-field-until',
  grant: 'admin.audit-field-id',
  videos: null,
  admins: 'admin.admins-added',
  'channels.allow': 'admin.channels-only',
  'channels.deny': 'admin.channels-never',
  words: 'admin.words',
  'models.allow': 'admin.models-only',
  'models.deny': 'admin.models-never',
  'models.prefer': 'admin.models-preferred',
  timeZone: 'admin.time-zone',
  language: 'forms.language',
  confirmOver: 'chat.confirmation',
  inbox: 'admin.audit-field-inbox',
  digest: 'admin.audit-field-digest',
} as const;

type Told = keyof typeof LABELS;

/** Of which something comes or goes; of the others there is a default. */
const LISTS: ReadonlySet<string> = new Set<Told>([
  ...(['admins', 'words', 'channels.allow', 'channels.deny', 'models.allow'] as const),
  ...(['models.deny', 'models.prefer', 'digest'] as const),
]);

function changeWords(
  { before, after }: AuditEntry,
  modelOf: (id: string) => ListItem,
): readonly Message[] {
  const [was, is] = [partsOf(before), partsOf(after)];
  const isWhole = before === null || after === null || isOnce(after);
  return Object.entries(LABELS).flatMap(([name, label]): readonly Message[] => {
    const told = (parts: readonly Part[] = []) =>
      name.startsWith('models.') ? parts.map((it) => ({ ...it, words: modelOf(it.key) })) : parts;
    const [gone, come] = [told(was.get(name)), told(is.get(name))];
    const [lost, won] = [without(gone, come), without(come, gone)];
    if (lost.length + won.length === 0) return [];
    if (label === null) return [msg('chat.value', { value: wordsOf([...lost, ...won]) })];
    const field = msg(label);
    if (isWhole) return [listWords(field, wordsOf([...lost, ...won]))];
    if (LISTS.has(name) || gone.length > 1 || come.length > 1) {
      return [
        ...(won.length === 0 ? [] : [msg('admin.audit-added', { field, values: wordsOf(won) })]),
        ...(lost.length === 0
          ? []
          : [msg('admin.audit-removed', { field, values: wordsOf(lost) })]),
      ];
    }
    const one = (parts: readonly Part[]) => parts[0]?.words ?? msg('credits.default');
    return [msg('admin.audit-changed', { field, was: one(gone), is: one(come) })];
  });
}

/** By that an interaction which is handled again finds its entry; nobody reads it. */
function isOnce(after: Json): boolean {
  return typeof after === 'object' && after !== null && 'once' in after;
}

/** One value, and what it is told apart by. */
interface Part {
  readonly key: string;
  readonly words: ListItem;
}

function partsOf(json: Json, name = ''): ReadonlyMap<string, readonly Part[]> {
  const parts = new Map<string, readonly Part[]>();
  const add = (under: string, more: readonly Part[]) => {
    parts.set(under, [...(parts.get(under) ?? []), ...more]);
  };
  const addAll = (others: ReadonlyMap<string, readonly Part[]>) => {
    for (const [under, more] of others) add(under, more);
  };
  const single = partOf(json, name);
  if (single !== null) add(name, [single]);
  else if (isList(json)) for (const it of json) addAll(partsOf(it, name));
  else if (typeof json === 'object' && json !== null) {
    for (const [key, value] of Object.entries(json)) {
      addAll(partsOf(value, name === '' ? key : `${name}.${key}`));
    }
  }
  return parts;
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

/** Null for what is made of parts, and for nothing. */
function partOf(json: Json, name: string): Part | null {
  if (typeof json === 'number') {
    if (name === 'confirmOver') return { key: String(json), words: confirmOverWords(json) };
    const isCount = name === 'atOnce' || name === 'videos';
    const words = isCount ? msg('video.count', { count: json }) : amountWords(json);
    return { key: String(json), words };
  }
  if (typeof json === 'string') return { key: json, words: textWords(json, name) };
  if (typeof json !== 'object' || json === null || isList(json)) return null;
  const { platform, id, kind, credits, per } = json;
  if (typeof platform === 'string' && typeof id === 'string') {
    const as = name === 'admins' ? 'person' : 'channel';
    return { key: `${platform} ${id}`, words: mention({ platform, id }, as) };
  }
  if (typeof kind !== 'string') return null;
  const written =
    typeof credits === 'number' && typeof per === 'string' ? `${credits}/${per}` : kind;
  const allowance = parseAllowance(written);
  return { key: written, words: allowance === null ? kind : allowanceWords(allowance) };
}

function amountWords(amount: number): Message {
  return msg('credits.amount', { amount });
}

function textWords(text: string, name: string): ListItem {
  if (name === 'confirmOver' && (text === 'never' || text === 'default')) {
    return confirmOverWords(text);
  }
  const time = name === 'expiresAt' ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return { time, as: 'day' };
  const shown = shorten(text, 60);
  return name === 'words' ? { quote: shown } : shown;
}

function without(parts: readonly Part[], others: readonly Part[]): readonly Part[] {
  return parts.filter((it) => others.every((other) => other.key !== it.key));
}

const MOST_TOLD = 10;

function wordsOf(parts: readonly Part[]): readonly ListItem[] {
  return parts.slice(0, MOST_TOLD).map((it) => it.words);
}
