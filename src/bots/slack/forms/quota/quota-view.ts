import type { KnownBlock, ModalView } from '@slack/types';
import { writeFormContext } from '../../shared/form-context.ts';
import type { FormContext } from '../../shared/form-context.ts';
import { plain } from '../fields.ts';
import { frameOf } from '../modal.ts';
import { QUOTA_ACTS } from '../../commands/quota/quota-text.ts';
import type { QuotaAct } from '../../commands/quota/quota-text.ts';
import {
  MOST_DAYS,
  MOST_PATTERN,
  MOST_REASON,
} from '../../../../core/admin/domain/validate-admin-command.ts';
import { MOST_CREDITS } from '../../../../core/credits/domain/allowance.ts';
import { MOST_AT_ONCE } from './quota-fields.ts';
import type { AllowanceChoice } from './quota-fields.ts';
import * as inputs from './quota-inputs.ts';

/** Of a user group, or of all guests. */
export interface NamedRole {
  readonly id: string;
  readonly name: string;
}

/** What a form is filled with before anybody touched it. */
export interface QuotaOffer {
  readonly person: string | null;
  readonly roles: readonly NamedRole[];
}

/** The title of these forms. */
export const QUOTAS = 'Quotas';

const PREFIX = 'quota_';

/** Slack takes 100 options; the last is for whoever has more groups than that. */
const MOST_ROLES = 99;

/** Null for what is none of these forms. */
export function quotaActOf(callbackId: string): QuotaAct | null {
  return QUOTA_ACTS.find((it) => `${PREFIX}${it}` === callbackId) ?? null;
}

export function quotaModal(act: QuotaAct, context: FormContext, offer: QuotaOffer): ModalView {
  return {
    ...frameOf(QUOTAS),
    callback_id: `${PREFIX}${act}`,
    private_metadata: writeFormContext(context),
    submit: plain(SUBMITS[act] ?? 'Save'),
    blocks: [inputs.actInput(ACT_WORDS, act), ...BLOCKS[act](offer, context)],
  };
}

const ACT_WORDS = {
  set: 'Set a quota',
  pool: 'Set the pool of the whole team',
  grant: 'Give extra credits',
  revoke: 'Take back extra credits',
  show: 'Show what holds for somebody',
  admins: 'Admins beside those of Slack',
  channels: 'Channels for videos',
  words: 'Blocked words',
  model: 'Models',
  'time-zone': 'Time zone',
  inbox: 'Where requests for credits go',
  digest: 'Weekly digest',
  report: 'Report',
  audit: 'Log of what admins did',
  link: 'Link with another chat',
  unlink: 'Unlink from other chats',
} as const satisfies Record<QuotaAct, string>;

const SUBMITS: Readonly<Partial<Record<QuotaAct, string>>> = {
  grant: 'Give',
  revoke: 'Take back',
  show: 'Show',
  report: 'Show',
  audit: 'Show',
  link: 'Link',
  unlink: 'Unlink',
};

const ALLOWANCE_WORDS = {
  keep: 'Leave it as it is',
  day: 'Credits per day',
  week: 'Credits per week',
  month: 'Credits per month',
  unlimited: 'Unlimited',
  none: 'None at all',
  inherit: 'None of its own: what is less specific',
} as const satisfies Record<AllowanceChoice, string>;

const INHERIT_WORDS = {
  per_job: 'No limit of its own for one video',
  at_once: 'No limit of its own at one time',
};

type Blocks = (offer: QuotaOffer, context: FormContext) => KnownBlock[];

const BLOCKS: Readonly<Record<QuotaAct, Blocks>> = {
  set: ({ person, roles }) => [
    inputs.personInput('Person', { chosen: person, hint: NOBODY }),
    ...roleInput(roles),
    ...allowance(),
    inputs.amountInput('per_job', 'Most credits for one video', { most: MOST_CREDITS }),
    inputs.amountInput('at_once', 'Most videos at one time', { most: MOST_AT_ONCE }),
    inputs.ticksInput('inherit', 'Take away', INHERIT_WORDS),
    reason(),
  ],
  pool: () => [
    ...allowance(),
    inputs.amountInput('at_once', 'Most videos of the team at one time', {
      most: MOST_AT_ONCE,
    }),
    inputs.ticksInput('inherit', 'Take away', { at_once: INHERIT_WORDS.at_once }),
    reason(),
  ],
  grant: ({ person }) => [
    inputs.personInput('Person', { chosen: person, hint: WHOLE_TEAM }),
    inputs.amountInput('amount', 'Credits', { most: MOST_CREDITS, required: true }),
    inputs.amountInput('days', 'Days', {
      most: MOST_DAYS,
      hint: 'Left empty: until they are used.',
    }),
    reason(),
  ],
  revoke: ({ person }) => [
    inputs.personInput('Person', { chosen: person, hint: WHOLE_TEAM }),
    inputs.wordsInput('grant', 'Which', {
      most: 64,
      hint: 'Its name, as “Show” lists it. Left empty: all of them.',
    }),
    reason(),
  ],
  show: ({ person, roles }) => [
    inputs.personInput('Person', { chosen: person, hint: NOBODY }),
    ...roleInput(roles),
  ],
  admins: ({ person }) => [
    inputs.choiceInput('admins_change', 'Change', CHANGES.admins, {
      chosen: 'list',
      required: true,
    }),
    inputs.personInput('Person', { chosen: person }),
  ],
  channels: (_offer, { channelId }) => [
    inputs.choiceInput('channels_change', 'Change', CHANGES.channels, {
      chosen: 'list',
      required: true,
    }),
    inputs.placeInput('Channel', { chosen: channelOnly(channelId) }),
  ],
  words: () => [
    inputs.choiceInput('words_change', 'Change', CHANGES.words, { chosen: 'list', required: true }),
    inputs.wordsInput('pattern', 'Word or phrase', {
      most: MOST_PATTERN,
      hint: '* stands for any letters within a word.',
    }),
  ],
  model: () => [
    inputs.choiceInput('model_change', 'Change', CHANGES.model, { chosen: 'list', required: true }),
    inputs.wordsInput('model', 'Model', { most: 150, hint: 'As /video help names it.' }),
  ],
  'time-zone': () => [inputs.zoneInput()],
  inbox: () => [
    inputs.placeInput('Channel', {
      hint: 'Left empty: where they are made. The app has to be in a private channel.',
    }),
  ],
  digest: () => [
    inputs.placeInput('Channel', {
      hint: 'Left empty: no digest. The app has to be in a private channel.',
    }),
  ],
  report: () => [
    inputs.choiceInput(
      'period',
      'Days',
      { 7: 'The last 7 days', 30: 'The last 30 days', 90: 'The last 90 days' },
      { chosen: '30', required: true },
    ),
  ],
  audit: () => [
    inputs.amountInput('from', 'From entry', {
      most: Number.MAX_SAFE_INTEGER,
      hint: 'Left empty: from the newest.',
    }),
  ],
  link: () => [
    inputs.wordsInput('code', 'Code', {
      most: 64,
      hint: 'That the other place gave you. Left empty: makes one for it.',
    }),
  ],
  unlink: () => [
    words('This workspace gets quotas, credits and settings of its own again. It is done at once.'),
  ],
};

/** What may be done to each list. */
export const CHANGES = {
  admins: { list: 'List them', add: 'Add this person', remove: 'Remove this person' },
  channels: {
    list: 'List them',
    allow: 'Allow this channel, and only those that are allowed',
    deny: 'No videos in this channel',
    clear: 'No rule for this channel',
  },
  words: { list: 'List them', add: 'Block this', remove: 'Block this no more' },
  model: {
    list: 'List them',
    allow: 'Allow this one, and only those that are allowed',
    deny: 'Not this one',
    prefer: 'Prefer this one',
    clear: 'No rule for this one',
  },
} as const;

const NOBODY = 'With neither a person nor a group it is for everyone in the team.';
const WHOLE_TEAM = 'Left empty: the whole team.';

function roleInput(roles: readonly NamedRole[]): KnownBlock[] {
  if (roles.length === 0) return [];
  const options = Object.fromEntries(roles.slice(0, MOST_ROLES).map(({ id, name }) => [id, name]));
  return [inputs.choiceInput('group', 'Or a group', options)];
}

function allowance(): KnownBlock[] {
  return [
    inputs.choiceInput('allowance', 'Quota', ALLOWANCE_WORDS, { chosen: 'keep', required: true }),
    inputs.amountInput('credits', 'Credits', { least: 0, most: MOST_CREDITS }),
  ];
}

function reason(): KnownBlock {
  const hint = 'For the log of what admins did.';
  return inputs.wordsInput('reason', 'Why', { most: MOST_REASON, hint });
}

function words(text: string): KnownBlock {
  return { type: 'section', text: plain(text) };
}

function channelOnly(id: string | null): string | null {
  return id !== null && /^[CG]/.test(id) ? id : null;
}
