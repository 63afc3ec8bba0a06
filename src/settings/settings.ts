import path from 'node:path';
import { z } from 'zod';

/** The environment as it is given: only main.ts reads the real one. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that is not as it should be, in words for whoever set it. Never holds a secret. */
export interface SettingProblem {
  readonly variable: string;
  readonly problem: string;
  readonly fix: string;
}

/** A setting that looked right and was turned down by the service it is for. */
export class SettingRefused extends Error {
  override readonly name = 'SettingRefused';

  readonly told: SettingProblem;

  constructor(told: SettingProblem) {
    super(`Showrunner cannot start: ${told.variable} ${told.problem}. ${told.fix}`);
    this.told = told;
  }
}

/** A variable as .env.example and docs/settings.md list it. */
export interface SettingDescription {
  readonly variable: string;
  readonly description: string;
  /** Where to get a value; null where any value will do. */
  readonly howToGet: string | null;
  readonly required: boolean;
  readonly secret: boolean;
  /** It names a file or a folder. */
  readonly path: boolean;
  /** What is used when it is left out, as it would be written. */
  readonly default: string | null;
  readonly example: string | null;
}

/** A variable where it is declared. It is required when its schema does not take `undefined`. */
export interface Setting<value = unknown> {
  /** Reads the text. Its messages complete "X …": "must be a whole number". */
  readonly schema: z.ZodType<value, string | undefined>;
  readonly description: string;
  readonly howToGet?: string;
  readonly secret?: boolean;
  /**
   * Names a file or a folder. Read, it is absolute: what is relative means something only where the
   * service was started, and its children work elsewhere.
   */
  readonly path?: boolean;
  readonly example?: string;
}

export type Settings = Readonly<Record<string, Setting>>;

export type SettingValues<settings extends Settings> = {
  readonly [variable in keyof settings]: z.output<settings[variable]['schema']>;
};

export type SettingsRead<settings extends Settings> =
  | { readonly status: 'read'; readonly values: SettingValues<settings> }
  | { readonly status: 'invalid'; readonly problems: readonly SettingProblem[] };

export function describeSettings(settings: Settings): readonly SettingDescription[] {
  return Object.entries(settings).map(([variable, setting]) => {
    const absent = setting.schema.safeParse(undefined);
    return {
      variable,
      description: setting.description,
      howToGet: setting.howToGet ?? null,
      required: !absent.success,
      secret: setting.secret ?? false,
      path: setting.path ?? false,
      default: asText(absent.data) ?? writtenDefault(setting.schema),
      example: setting.example ?? null,
    };
  });
}

function asText(value: unknown): string | null {
  return (typeof value === 'string' && value !== '') || typeof value === 'number'
    ? String(value)
    : null;
}

/** What is read into something else is text in its schema still. */
function writtenDefault(schema: Setting['schema']): string | null {
  return asText(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).default);
}

/** Reads every variable, or tells everything that is wrong with them at once. */
export function readSettings<settings extends Settings>(
  settings: settings,
  environment: Environment,
): SettingsRead<settings> {
  const values: Record<string, unknown> = {};
  const problems: SettingProblem[] = [];
  for (const [variable, setting] of Object.entries(settings)) {
    const text = settingText(environment, variable);
    const read = setting.schema.safeParse(text);
    if (read.success) values[variable] = absolute(setting, read.data);
    else problems.push(problemOf(variable, setting, text, read.error));
  }
  if (problems.length > 0) return { status: 'invalid', problems };
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- filled key by key above
  return { status: 'read', values: values as SettingValues<settings> };
}

function absolute({ path: isPath }: Setting, value: unknown): unknown {
  return isPath === true && typeof value === 'string' ? path.resolve(value) : value;
}

/** A variable's text; left empty, as in `KEY=`, is the same as left out. */
export function settingText(environment: Environment, variable: string): string | undefined {
  const text = environment[variable]?.trim();
  return text === '' ? undefined : text;
}

function problemOf(
  variable: string,
  setting: Setting,
  text: string | undefined,
  error: z.ZodError,
): SettingProblem {
  const fix = fixOf(variable, setting);
  if (text === undefined) return { variable, problem: 'is not set', fix };
  const wrong = error.issues.map((issue) => issue.message).join('; ');
  const found = setting.secret === true ? '' : `, and is "${text.slice(0, 100)}"`;
  return { variable, problem: `${wrong}${found}`, fix };
}

function fixOf(variable: string, setting: Setting): string {
  const example = setting.example === undefined ? [] : [`write ${variable}=${setting.example}`];
  const without = setting.schema.safeParse(undefined).success ? ['leave it out'] : [];
  const ways = [...example, ...without].join(' or ');
  const sentence = ways === '' ? [] : [`${ways.charAt(0).toUpperCase()}${ways.slice(1)}.`];
  return [...(setting.howToGet === undefined ? [] : [setting.howToGet]), ...sentence].join(' ');
}

/** A file or a folder; its setting has `path` as well. */
export function pathSetting(): z.ZodType<string, string> {
  // Taken as it is, it would be a folder of that name in the working directory.
  return z.string().refine((text) => !/^~(\/|$)/.test(text), {
    error: 'must not begin with ~, which only a shell knows',
  });
}

/** The address of an API: credentials, queries and a slash at its end have no place in it. */
export function addressSetting(): z.ZodType<string, string> {
  return z
    .string()
    .refine((text) => isAddress(text), { error: 'must be an http or https address' })
    .transform((text) => text.replace(/\/+$/, ''));
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const plain = url.username + url.password + url.search + url.hash === '';
  return ['http:', 'https:'].includes(url.protocol) && plain;
}

/** A key or token: one word that fits in a header. */
export function keySetting(): z.ZodType<string, string> {
  return z.string().regex(/^[\x21-\x7e]+$/, { error: 'must be one word of plain characters' });
}

export function numberSetting(limits: {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}): z.ZodType<number, string> {
  const kind = limits.whole ? 'whole number' : 'number';
  return z
    .string()
    .transform((text) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN))
    .refine(
      (value) =>
        value >= limits.min && value <= limits.max && (!limits.whole || Number.isInteger(value)),
      { error: `must be a ${kind} from ${limits.min} to ${limits.max}` },
    );
}

/** Text that `read` makes something of; null is what it makes of anything else. */
export function parsedSetting<value>(
  read: (text: string) => value | null,
  error: string,
): z.ZodType<value, string> {
  return z.string().transform((text, context) => {
    const value = read(text);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: error });
    return z.NEVER;
  });
}

/** Any number of items. Where the variable is left out there are none. */
export function listSetting<item>(
  separator: string | RegExp,
  item: z.ZodType<item, string>,
): z.ZodType<readonly item[], string | undefined> {
  return z
    .string()
    .default('')
    .transform((text) => {
      const items = text.split(separator).map((it) => it.trim());
      return items.filter((it) => it !== '');
    })
    .pipe(z.array(item));
}
