import { allowanceWords, EVERYONE, THE_POOL } from './admin-replies.ts';
import { mention } from '../../messages/domain/mention.ts';
import { parseAllowance } from '../../credits/domain/allowance.ts';
import type { AuditEntry } from '../../teams/domain/audit-entry.ts';
import type { Json } from '../../shared/domain/json.ts';
import { grouped, shorten } from '../../messages/domain/rich-text.ts';
import type { Inline } from '../../messages/domain/inline.ts';
import type { RichText } from '../../messages/domain/rich-text.ts';

/** Who did what to whom, what it was before and after, and why. */
export function auditWords(line: AuditEntry): RichText {
  const { seq, at, actor, action, reason } = line;
  const refused = line.outcome === 'refused';
  const words = ACTIONS[action];
  return [
    `${seq} · `,
    { time: at.getTime(), as: 'day' },
    ' ',
    { time: at.getTime(), as: 'clock' },
    ' · ',
    personOf(actor),
    refused ? ' tried to ' : ' ',
    { bold: (refused ? words?.tried : words?.did) ?? action },
    ...targetWords(line),
    ...(refused ? [' and was refused'] : changeWords(line)),
    ...(reason.trim() === '' ? [] : [' · ', { quote: shorten(reason, 100) }]),
  ];
}

/** What was done, and what somebody tried to do; of some only one of the two can be. */
const ACTIONS: Readonly<Record<string, { readonly did?: string; readonly tried?: string }>> = {
  set: { did: 'set a quota', tried: 'set a quota' },
  pool: { did: 'set the pool', tried: 'set the pool' },
  grant: { did: 'granted credits', tried: 'grant credits' },
  revoke: { did: 'took back credits', tried: 'take back credits' },
  show: { did: 'looked at a quota', tried: 'look at a quota' },
  admins: { did: 'changed the admins', tried: 'change the admins' },
  channels: { did: 'changed the channels', tried: 'change the channels' },
  words: { did: 'changed the blocked words', tried: 'change the blocked words' },
  model: { did: 'changed the models', tried: 'change the models' },
  'time-zone': { did: 'changed the time zone', tried: 'change the time zone' },
  language: { did: 'changed the language', tried: 'change the language' },
  inbox: { did: 'changed where requests go', tried: 'change where requests go' },
  digest: { did: 'changed the weekly digest', tried: 'change the weekly digest' },
  deny: { did: 'said no to a request for credits' },
  forget: { did: 'had their prompts and media forgotten' },
  cancel: { did: 'cancelled somebody else’s video', tried: 'cancel somebody else’s video' },
  'try-again': { did: 'had a video ordered again', tried: 'have a video ordered again' },
  'give-back': {
    did: 'closed an order without an answer',
    tried: 'close an order without an answer',
  },
  'link-code': { did: 'made a code for a link' },
  link: { did: 'linked a place', tried: 'link this place' },
  unlink: { did: 'unlinked a place', tried: 'unlink this place' },
  'link-account-code': { did: 'made a code to link their accounts' },
  'link-account': { did: 'linked their accounts' },
  'unlink-account': { did: 'unlinked their accounts' },
  report: { tried: 'see the report' },
  audit: { tried: 'read this log' },
  decide: { tried: 'decide on a request' },
};

/** Those whose target is words of their own and nobody's id. */
const OF_WORDS: ReadonlySet<string> = new Set(['words', 'model', 'time-zone', 'language']);

/** Those whose target is a name that nobody reads. */
const UNTOLD: ReadonlySet<string> = new Set([
  ...['decide', 'cancel', 'try-again', 'give-back', 'forget', 'link-code', 'link', 'unlink'],
  ...['link-account-code', 'link-account', 'unlink-account'],
]);

function targetWords({ action, target }: AuditEntry): RichText {
  if (target === '' || UNTOLD.has(action)) return [];
  if (OF_WORDS.has(action)) return [' (', { quote: shorten(target, 60) }, ')'];
  if (target === 'team') return [' for ', EVERYONE];
  if (target === 'pool') return action === 'pool' ? [] : [' for ', THE_POOL];
  const [, kind, platform, id] = /^(role|channel):([^:]+):(.+)$/.exec(target) ?? [];
  if (platform === undefined || id === undefined) return [' for ', personOf(target)];
  return [' for ', mention({ platform, id }, kind === 'role' ? 'role' : 'channel')];
}

/** A person is called by the account they were first seen with. */
function personOf(name: string): Inline {
  if (name === 'service') return 'the service';
  const [, platform, id] = /^([^:]+):(.+)$/.exec(name) ?? [];
  return platform === undefined || id === undefined
    ? shorten(name, 60)
    : mention({ platform, id }, 'person');
}

function changeWords({ before, after: written }: AuditEntry): RichText {
  const after = withoutOnce(written);
  const [was, is] = [partsOf(before), partsOf(after)];
  const parts = [...new Set([...was.keys(), ...is.keys()])].map((name): RichText => {
    const [gone, come] = [was.get(name) ?? [], is.get(name) ?? []];
    const [lost, won] = [without(gone, come), without(come, gone)];
    if (lost.length + won.length === 0) return [];
    if (gone.length > 1 || come.length > 1 || NAMES[name] === undefined) {
      return [
        ` · ${LISTS[name] ?? NAMES[name] ?? name}: `,
        ...listed('+ ', won),
        ...(lost.length > 0 && won.length > 0 ? [', '] : []),
        ...listed('− ', lost),
      ];
    }
    return [
      ` · ${NAMES[name]}: `,
      ...(before === null || after === null
        ? listed('', [...lost, ...won])
        : [...listed('', gone, 'not set'), ' → ', ...listed('', come, 'not set')]),
    ];
  });
  return parts.flat();
}

/** By that an interaction which is handled again finds its entry; nobody reads it. */
function withoutOnce(after: Json): Json {
  return typeof after === 'object' && after !== null && 'once' in after ? null : after;
}

const NAMES: Readonly<Record<string, string>> = {
  allowance: 'credits',
  perJob: 'most for one video',
  atOnce: 'most at one time',
  credits: 'credits',
  expiresAt: 'until',
  left: 'credits',
  timeZone: 'time zone',
  language: 'language',
  inbox: 'requests go to',
  digest: 'digest goes to',
  'models.prefer': 'preferred model',
};

const LISTS: Readonly<Record<string, string>> = {
  'channels.allow': 'only in',
  'channels.deny': 'never in',
  'models.allow': 'only these',
  'models.deny': 'never these',
};

/** One value, and what it is told apart by. */
interface Part {
  readonly key: string;
  readonly words: Inline;
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
  if (typeof json === 'number') return { key: String(json), words: grouped(json) };
  if (typeof json === 'string') {
    const words = name === 'expiresAt' ? json.slice(0, 10) : json;
    return { key: json, words: { quote: shorten(words, 60) } };
  }
  if (typeof json !== 'object' || json === null || isList(json)) return null;
  const { platform, id, kind, credits, per } = json;
  if (typeof platform === 'string' && typeof id === 'string') {
    const as = name === 'admins' ? 'person' : 'channel';
    return { key: `${platform} ${id}`, words: mention({ platform, id }, as) };
  }
  if (typeof kind !== 'string') return null;
  const allowance = parseAllowance(
    typeof credits === 'number' && typeof per === 'string' ? `${credits}/${per}` : kind,
  );
  const words = allowance === null ? kind : allowanceWords(allowance);
  return { key: words, words };
}

function without(parts: readonly Part[], others: readonly Part[]): readonly Part[] {
  return parts.filter((it) => others.every((other) => other.key !== it.key));
}

function listed(sign: string, parts: readonly Part[], none = ''): RichText {
  if (parts.length === 0) return none === '' ? [] : [none];
  return parts
    .slice(0, 10)
    .flatMap((it, n): RichText => [n === 0 ? sign : `, ${sign}`, it.words])
    .filter((it) => it !== '');
}
