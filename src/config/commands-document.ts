import type { AdminCommand } from '../core/commands/domain/catalogue/admin-command.ts';
import type { Field } from '../core/commands/domain/catalogue/field.ts';
import { QUOTA_COMMANDS } from '../core/commands/domain/catalogue/quota.ts';
import { VIDEO_COMMANDS } from '../core/commands/domain/catalogue/video-commands.ts';
import type { VideoCommand } from '../core/commands/domain/catalogue/video-commands.ts';
import { FILE_TYPES, labelOf, purposeOf } from '../core/commands/domain/catalogue/video-field.ts';
import type { VideoField } from '../core/commands/domain/catalogue/video-field.ts';
import { ENGLISH } from '../core/messages/domain/language.ts';
import type { MessageKey } from '../core/messages/domain/catalogue.ts';
import { msgOf } from '../core/messages/domain/message.ts';
import type { Message } from '../core/messages/domain/message.ts';
import { createWording } from '../messages/wording.ts';

const HEAD = `# Commands

<!-- Written by \`npm run docs:commands\` from src/core/commands/domain/catalogue: change it there. -->

Names are those of Discord's options. In Slack, \`/video\` takes a prompt and switches such as \`--seconds 8\`; files,
and all else, are filled in in a form, where a field has a name to read. A field that no model here has is in no form. What is needed is marked with \\*.
`;

const { text } = createWording(ENGLISH);
const words = (key: MessageKey) => text(msgOf(key));

/** Every command of the product in one document, `docs/commands.md`. */
export function commandsDocument(): string {
  const own = VIDEO_COMMANDS.filter((it) => it.own === true);
  const others = VIDEO_COMMANDS.filter((it) => it.own !== true);
  return [
    HEAD,
    `## \`/video\`\n`,
    ...others.map((it) => videoSection('video ', it)),
    ...own.map((it) => videoSection('', it)),
    `## \`/quota\`\n`,
    `${words('commands.quota')}.\n`,
    ...QUOTA_COMMANDS.map(adminSection),
  ].join('\n');
}

function videoSection(prefix: string, { name, description, fields }: VideoCommand): string {
  const rows = Object.entries(fields).map(([option, field]) =>
    row([option, field.required !== undefined], labelOf(field), purposeOf(field), allowedIn(field)),
  );
  return section(`/${prefix}${name}`, description, rows);
}

function adminSection({ name, aliases = [], description, fields }: AdminCommand): string {
  const rows = Object.entries(fields).map(([option, field]) =>
    row(
      [option, field.required === true],
      msgOf(field.label),
      field.hint ?? null,
      adminKind(field),
    ),
  );
  const title = ['', ...aliases].map((it) => `/quota ${it === '' ? name : it}`).join('`, `');
  return section(title, description, rows);
}

function section(title: string, description: MessageKey, rows: readonly string[]): string {
  const table = ['| field | in a form | | takes |', '|---|---|---|---|', ...rows, ''];
  return [
    `### \`${title}\``,
    '',
    `${words(description)}.`,
    '',
    ...(rows.length > 0 ? table : []),
  ].join('\n');
}

function row(
  [name, needed]: readonly [string, boolean],
  label: Message,
  purpose: Message | null,
  takes: string,
): string {
  const told = purpose === null ? '' : text(purpose);
  const cells = [
    `\`${name}\`${needed ? ' \\*' : ''}`,
    text(label),
    told === text(label) ? '' : told,
    takes.replaceAll('|', '\\|'),
  ];
  return `|${cells.map((it) => (it === '' ? ' ' : ` ${it} `)).join('|')}|`;
}

function choicesOf(choices: Readonly<Record<string, MessageKey>>): string {
  return Object.entries(choices)
    .map(([value, label]) => `\`${value}\` ${words(label)}`)
    .join(', ');
}

function listed(values: readonly string[]): string {
  return values.map((it) => `\`${it}\``).join(' ');
}

function allowedIn(field: VideoField): string {
  switch (field.kind) {
    case 'number': {
      const { range, decimal } = field;
      const kind = decimal === true ? 'number' : 'whole number';
      return range === undefined ? `${kind}, by model` : `${kind}, ${range.min}–${range.max}`;
    }
    case 'choice':
      return choicesOf(field.choices);
    case 'flag':
    case 'visibility':
      return 'yes or no';
    case 'file': {
      const { names, of } = field;
      const types = FILE_TYPES[of].join(', ');
      return names.length > 1 ? `up to ${names.length} files: ${types}` : types;
    }
    case 'shot':
      return 'text and a length';
    case 'element':
      return `name, description and up to ${field.names.length} images`;
    case 'confirm-over':
      return `number, ${listed(['always', 'never', 'default'])}`;
    case 'prompt':
    case 'text':
      return 'text';
    case 'model':
    case 'language':
    case 'id':
      return KINDS[field.kind];
  }
}

const KINDS = {
  model: 'name of a model',
  language: 'language',
  id: 'one word',
} as const;

function adminKind(field: Field): string {
  switch (field.kind) {
    case 'whole': {
      const or = field.orDefault === true ? `, ${listed(['default'])}` : '';
      return `whole number, from ${field.min}${or}`;
    }
    case 'limit':
      return listed(['500/day', '500/week', '500/month', 'unlimited', 'none', 'default']);
    case 'text':
      return `up to ${field.most} characters`;
    case 'subject':
      return field.roles ? 'person, role or group' : 'person';
    case 'channel':
      return field.off === true ? `channel, ${listed(['off'])}` : 'channel';
    case 'verb':
      return choicesOf(field.verbs);
    case 'person':
      return 'person';
    case 'zone':
      return 'time zone';
    case 'model':
    case 'language':
    case 'id':
      return KINDS[field.kind];
  }
}
