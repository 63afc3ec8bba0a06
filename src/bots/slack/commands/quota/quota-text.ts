import type { AdminAct } from '../../../../core/chat/domain/admin-command.ts';

/** What admins do with `/quota`, in the order in which the form offers it. */
export const QUOTA_ACTS = [
  ...(['set', 'pool', 'grant', 'revoke', 'show', 'admins', 'channels', 'words'] as const),
  ...(['model', 'time-zone', 'inbox', 'digest', 'report', 'audit', 'link', 'unlink'] as const),
] as const;
export type QuotaAct = (typeof QUOTA_ACTS)[number];

/** How each is typed; shown where it was typed otherwise. */
export const QUOTA_EXAMPLES = {
  set: '/quota set @person 500/week --per-job 200 --at-once 2 because they asked',
  pool: '/quota pool 20000/month --at-once 5',
  grant: '/quota grant @person 300 --days 7 because of the launch',
  revoke: '/quota revoke @person',
  show: '/quota show @person',
  admins: '/quota admins add @person',
  channels: '/quota channels allow #films',
  words: '/quota words add "secret project"',
  model: '/quota model deny "Model One"',
  'time-zone': '/quota timezone Europe/Berlin',
  inbox: '/quota inbox #admins, or /quota inbox off',
  digest: '/quota digest #films, or /quota digest off',
  report: '/quota report 30',
  audit: '/quota audit',
  link: '/quota link, or /quota link and the code of the other place',
  unlink: '/quota unlink now',
} as const satisfies Record<QuotaAct, string>;

const OTHER_NAMES: Readonly<Record<string, QuotaAct>> = {
  admin: 'admins',
  channel: 'channels',
  word: 'words',
  models: 'model',
  timezone: 'time-zone',
  log: 'audit',
};

export function quotaAct(word: string): QuotaAct | null {
  const name = word.toLowerCase();
  const known = QUOTA_ACTS.find((it) => it === name);
  return known ?? (Object.hasOwn(OTHER_NAMES, name) ? (OTHER_NAMES[name] ?? null) : null);
}

/** What the text after `/quota` asks for. Channels in it are still those of Slack alone. */
export type QuotaTyped =
  | { readonly status: 'asked'; readonly act: AdminAct }
  | { readonly status: 'form'; readonly form: QuotaAct; readonly person: string | null }
  | { readonly status: 'help' }
  /** A sentence for whoever typed it. */
  | { readonly status: 'wrong'; readonly words: string };

/** What was typed after the name of an act. */
export interface QuotaText {
  readonly text: string;
  /** The channel it was typed in; null where that is a direct message. */
  readonly here: string | null;
}

export function asked(act: AdminAct): QuotaTyped {
  return { status: 'asked', act };
}

export function wrong(act: QuotaAct, words: string): QuotaTyped {
  return { status: 'wrong', words: `${words} For example: ${QUOTA_EXAMPLES[act]}` };
}
