import type { FormError } from '../errors.ts';
import { asNumber, asObject, asObjects, asText, type JsonObject } from '../../shared/json.ts';
import { invalid, required, tooMany } from './rules-components.ts';

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const MAX_TEXT = 8000;
const MAX_OF_TYPE: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15, 4: 1 };
const SUBCOMMAND = 1;
const GROUP = 2;
const WITH_CHOICES: readonly unknown[] = [3, 4, 10];

type Path = readonly (string | number)[];

/** What the published schema cannot say of one command definition. */
export function commandErrors(command: JsonObject): FormError[] {
  const type = command.type ?? 1;
  const errors: FormError[] = [];
  if (type === 1) {
    errors.push(...nameErrors(command, []), ...optionListErrors(asObjects(command.options), []));
    if (asText(command.description) === '') errors.push(required(['description']));
  } else {
    if (asText(command.description) !== '') {
      errors.push(invalid(['description'], 'Context menu commands cannot have description'));
    }
    if (asObjects(command.options).length > 0) {
      errors.push(invalid(['options'], 'Context menu commands cannot have options'));
    }
  }
  const length = textLength(command);
  if (length > MAX_TEXT) {
    errors.push({
      path: [],
      code: 'APPLICATION_COMMAND_TOO_LARGE',
      message: `Command exceeds maximum size (${MAX_TEXT}): ${length}`,
    });
  }
  return [...errors, ...placeErrors(command)];
}

/** What holds for all the commands of one place together. */
export function commandSetErrors(commands: readonly JsonObject[]): FormError[] {
  const errors: FormError[] = [];
  const seen = new Set<string>();
  for (const [index, command] of commands.entries()) {
    const key = `${asNumber(command.type ?? 1)} ${asText(command.name)}`;
    if (seen.has(key)) {
      errors.push({
        path: [index, 'name'],
        code: 'APPLICATION_COMMANDS_DUPLICATE_NAME',
        message: 'Application command names must be unique',
      });
    }
    seen.add(key);
  }
  for (const [type, most] of Object.entries(MAX_OF_TYPE)) {
    const count = commands.filter((it) => (it.type ?? 1) === Number(type)).length;
    if (count > most) errors.push(tooMany([], `At most ${most} commands of type ${type}.`));
  }
  return errors;
}

function placeErrors(command: JsonObject): FormError[] {
  const errors: FormError[] = [];
  for (const key of ['contexts', 'integration_types']) {
    const values = command[key];
    if (Array.isArray(values) && new Set(values).size < values.length) {
      errors.push(invalid([key], 'Values must be unique.'));
    }
  }
  const contexts: unknown = command.contexts;
  const installs: unknown = command.integration_types;
  const userInstall = !Array.isArray(installs) || installs.includes(1);
  if (Array.isArray(contexts) && contexts.includes(2) && !userInstall) {
    errors.push(invalid(['contexts'], 'PRIVATE_CHANNEL needs the USER_INSTALL integration type.'));
  }
  const permissions = command.default_member_permissions;
  if (typeof permissions === 'string' && !/^\d+$/.test(permissions)) {
    errors.push(invalid(['default_member_permissions'], `Not a bit set: ${permissions}`));
  }
  return errors;
}

function nameErrors(named: JsonObject, path: Path): FormError[] {
  const localized = Object.entries(asObject(named.name_localizations)).map(
    ([locale, name]) => [['name_localizations', locale], name] as const,
  );
  return [[['name'], named.name] as const, ...localized].flatMap(([key, value]) => {
    const name = asText(value);
    return NAME.test(name) && name === name.toLowerCase()
      ? []
      : [
          {
            path: [...path, ...key],
            code: 'APPLICATION_COMMAND_INVALID_NAME',
            message: 'Command name is invalid',
          },
        ];
  });
}

function optionListErrors(options: readonly JsonObject[], path: Path): FormError[] {
  const errors: FormError[] = [];
  const names = options.map((it) => it.name);
  if (new Set(names).size < names.length) {
    errors.push({
      path: [...path, 'options'],
      code: 'APPLICATION_COMMAND_OPTIONS_NAME_INVALID',
      message: 'Option names must be unique',
    });
  }
  const firstOptional = options.findIndex((it) => it.required !== true);
  const lateRequired = options.findLastIndex((it) => it.required === true);
  if (firstOptional !== -1 && lateRequired > firstOptional) {
    errors.push({
      path: [...path, 'options', lateRequired],
      code: 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
      message: 'Required options must be placed before non-required options',
    });
  }
  const subs = options.filter((it) => isSub(it)).length;
  if (subs > 0 && subs < options.length) {
    errors.push(invalid([...path, 'options'], 'Sub-commands cannot be mixed with other options.'));
  }
  return [
    ...errors,
    ...options.flatMap((it, index) => optionErrors(it, [...path, 'options', index])),
  ];
}

function optionErrors(option: JsonObject, path: Path): FormError[] {
  const errors = nameErrors(option, path);
  // How deep they may be nested the schema says.
  if (isSub(option)) return [...errors, ...optionListErrors(asObjects(option.options), path)];
  const choices = asObjects(option.choices);
  if (choices.length > 0 && option.autocomplete === true) {
    errors.push(invalid([...path, 'autocomplete'], 'Autocomplete excludes choices.'));
  }
  if ((choices.length > 0 || option.autocomplete === true) && !WITH_CHOICES.includes(option.type)) {
    errors.push(invalid([...path, 'choices'], 'This type of option takes no choices.'));
  }
  const choiceNames = choices.map((it) => it.name);
  if (new Set(choiceNames).size < choiceNames.length) {
    errors.push(invalid([...path, 'choices'], 'Choice names must be unique.'));
  }
  return [...errors, ...rangeErrors(option, path)];
}

function rangeErrors(option: JsonObject, path: Path): FormError[] {
  return [
    ['min_value', 'max_value'],
    ['min_length', 'max_length'],
  ].flatMap(([low = '', high = '']) => {
    const [from, to] = [option[low], option[high]];
    return typeof from === 'number' && typeof to === 'number' && from > to
      ? [invalid([...path, low], `${low} exceeds ${high}`)]
      : [];
  });
}

function isSub(option: JsonObject): boolean {
  return option.type === SUBCOMMAND || option.type === GROUP;
}

/** Names, descriptions and values; of translations only the longest counts. */
function textLength(node: JsonObject): number {
  const longest = (key: string) => {
    const texts = [asText(node[key]), ...Object.values(asObject(node[`${key}_localizations`]))];
    return Math.max(...texts.map((it) => asText(it).length));
  };
  const choices = asObjects(node.choices).reduce(
    (sum, it) => sum + asText(it.name).length + asText(it.value).length,
    0,
  );
  const options = asObjects(node.options).reduce((sum, it) => sum + textLength(it), 0);
  return longest('name') + longest('description') + choices + options;
}
