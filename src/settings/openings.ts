import { describeSettings, readSettings, settingText } from './settings.ts';
import type {
  Environment,
  SettingDescription,
  SettingProblem,
  Settings,
  SettingValues,
} from './settings.ts';

/** What came of opening something that the environment may set up. */
export type Opening<opened> =
  | { readonly status: 'opened'; readonly opened: opened }
  /** None of its required variables is set: nobody asked for it. */
  | { readonly status: 'not-set-up'; readonly missing: readonly SettingDescription[] }
  /** It was asked for, and cannot be used like this. */
  | { readonly status: 'invalid'; readonly problems: readonly SettingProblem[] };

/** For what has several ways of being set up, so that no variable is required by itself. */
export interface SettingChoice<settings extends Settings, surroundings> {
  /** Any of these tells that it is wanted. */
  readonly wantedBy: readonly (keyof settings & string)[];
  /** What is asked for where none is set: the simplest way. */
  readonly simplest: readonly (keyof settings & string)[];
  /** What is wrong with these together, each being right by itself. */
  problemsOf(
    values: SettingValues<settings>,
    surroundings: surroundings,
  ): readonly SettingProblem[];
}

export interface Openable<surroundings, opened> {
  readonly name: string;
  /** What a person reads. */
  readonly title: string;
  readonly settings: readonly SettingDescription[];
  open(environment: Environment, surroundings: surroundings): Opening<opened>;
}

/** Keeps the settings of something inside its own folder. */
export function openable<settings extends Settings, surroundings, opened>(definition: {
  readonly name: string;
  readonly title: string;
  readonly settings: settings;
  readonly choice?: SettingChoice<settings, surroundings>;
  create(values: SettingValues<settings>, surroundings: surroundings): opened;
}): Openable<surroundings, opened> {
  const { name, title, choice } = definition;
  const settings = describeSettings(definition.settings);
  const required = settings.filter((setting) => setting.required).map((it) => it.variable);
  const wantedBy: readonly string[] = choice?.wantedBy ?? required;
  const simplest: readonly string[] = choice?.simplest ?? wantedBy;
  return {
    name,
    title,
    settings,
    open(environment, surroundings) {
      const wanted = wantedBy.filter((it) => settingText(environment, it) !== undefined);
      // Some but not all of them set is a mistake to be told, not something nobody wants.
      if (wanted.length === 0 && wantedBy.length > 0) {
        const missing = settings.filter((it) => simplest.includes(it.variable));
        return { status: 'not-set-up', missing };
      }
      const read = readSettings(definition.settings, environment);
      if (read.status === 'invalid') return read;
      const problems = choice?.problemsOf(read.values, surroundings) ?? [];
      if (problems.length > 0) return { status: 'invalid', problems };
      return { status: 'opened', opened: definition.create(read.values, surroundings) };
    },
  };
}

export interface AllOpened<definition, opened> {
  readonly opened: readonly opened[];
  readonly problems: readonly SettingProblem[];
  /** What nobody set up, with the variables that would. */
  readonly missing: readonly (definition & { readonly variables: readonly SettingDescription[] })[];
}

/** Opens each that the environment sets up. */
export function openAll<definition extends object, opened>(
  definitions: readonly definition[],
  open: (definition: definition) => Opening<opened>,
): AllOpened<definition, opened> {
  const all: opened[] = [];
  const problems: SettingProblem[] = [];
  const missing: (definition & { readonly variables: readonly SettingDescription[] })[] = [];
  for (const definition of definitions) {
    const opening = open(definition);
    if (opening.status === 'opened') all.push(opening.opened);
    else if (opening.status === 'invalid') problems.push(...opening.problems);
    else missing.push({ ...definition, variables: opening.missing });
  }
  return { opened: all, problems, missing };
}
