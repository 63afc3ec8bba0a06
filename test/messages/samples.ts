import { CATALOGUE } from '../../src/core/messages/domain/catalogue.ts';
import type { MessageKey } from '../../src/core/messages/domain/catalogue.ts';
import { msg } from '../../src/core/messages/domain/message.ts';
import type { Message, Value } from '../../src/core/messages/domain/message.ts';
import type { ParameterKind } from '../../src/core/messages/domain/parameter-kinds.ts';

export type Samples = (kind: ParameterKind) => readonly Value[];

const NUMBERS: readonly string[] = ['number', 'credits'] satisfies ParameterKind[];

/** A message with every combination of its samples, so that each plural and each choice is seen. */
export function filled(key: MessageKey, samples: Samples): readonly Message[] {
  const kinds: Readonly<Record<string, ParameterKind>> = CATALOGUE[key];
  let all: Record<string, Value>[] = [{}];
  for (const [name, kind] of Object.entries(kinds)) {
    const values = samples(kind);
    all = all.flatMap((it) => values.map((value) => ({ ...it, [name]: value })));
  }
  return all.map((values) => ({ message: key, values }));
}

export function optionsOf(kind: ParameterKind): readonly string[] {
  if (kind === 'platform') return ['discord', 'slack'];
  return /^select\((.*)\)$/.exec(kind)?.[1]?.split('|') ?? [];
}

export function isNumber(kind: ParameterKind | undefined): boolean {
  return kind !== undefined && NUMBERS.includes(kind);
}

/** What is usual, to be read by people. */
export const usual: Samples = (kind) => {
  if (kind.startsWith('select') || kind === 'platform') return optionsOf(kind);
  return USUAL[kind] ?? ['x'];
};

const USUAL: Readonly<Partial<Record<ParameterKind, readonly Value[]>>> = {
  number: [1, 3],
  credits: [300],
  seconds: [8],
  duration: [180_000],
  bytes: [9_800_000],
  percent: [0.83],
  text: ['harbour'],
  quote: ['a fox in the snow'],
  code: ['7K2M'],
  provider: ['crun.ai'],
  model: ['Wan 2.5'],
  command: ['video status'],
  field: ['seconds'],
  url: ['https://example.com/x'],
  person: [{ platform: 'slack', id: 'U1' }],
  role: [{ platform: 'discord', id: '9' }],
  channel: [{ platform: 'slack', id: 'C1' }],
  moment: [{ time: Date.UTC(2026, 10, 30, 14, 5), as: 'relative' }],
  date: ['2026-11-30'],
  'date-range': [{ first: '2026-11-23', last: '2026-11-29' }],
  message: [msg('video.reference-images')],
  list: [['harbour', 'fox', 'lake']],
  'or-list': [['PNG', 'JPEG', 'WebP']],
  any: ['harbour'],
};

/** What is as long as may be. */
export const longest: Samples = (kind) => {
  if (kind.startsWith('select') || kind === 'platform') return optionsOf(kind);
  return LONGEST[kind] ?? usual(kind);
};

const long = (most: number) => 'Mmmm '.repeat(most).slice(0, most);

const LONGEST: Readonly<Partial<Record<ParameterKind, readonly Value[]>>> = {
  number: [0, 1, 2, 10_000],
  credits: [0, 1, 1_000_000],
  seconds: [300],
  duration: [1_800_000],
  bytes: [500_000_000],
  percent: [1],
  text: [long(50)],
  code: ['a1b2c3d4e5f6'],
  provider: ['HappyHorse Customer API'],
  model: ['HappyHorse Customer API Pro 1.0 from a frame'],
  command: ['video settings'],
  any: [long(32)],
  list: [['Landscape 16:9', 'Portrait 9:16', 'Square 1:1']],
};
