import { isObject, type JsonObject } from '../../shared/json.ts';

/** Collects what is wrong, in the words and with the pointers that Slack answers with. */
export type Report = (problem: string, pointer: string) => void;

export interface Checked {
  readonly report: Report;
  readonly pointer: string;
}

export function at(it: Checked, key: string | number): Checked {
  return { report: it.report, pointer: `${it.pointer}/${key}` };
}

export function say(it: Checked, problem: string): void {
  it.report(problem, it.pointer);
}

interface TextRule {
  readonly most: number;
  readonly least?: number;
  readonly required?: boolean;
}

export function checkString(value: unknown, it: Checked, rule: TextRule): void {
  if (value === undefined) {
    if (rule.required === true) say(it, 'missing required field');
  } else if (typeof value !== 'string') say(it, 'must be a string');
  else if (value.length > rule.most) say(it, `must be less than ${rule.most + 1} characters`);
  else if (value.length < (rule.least ?? 1))
    say(it, `must be more than ${(rule.least ?? 1) - 1} characters`);
}

/** A text object: plain, or mrkdwn where that is allowed. */
export function checkText(
  value: unknown,
  it: Checked,
  rule: TextRule & { readonly plain: boolean },
): void {
  if (value === undefined) {
    if (rule.required === true) say(it, 'missing required field');
    return;
  }
  if (!isObject(value)) {
    say(it, 'must be an object');
    return;
  }
  const kinds = rule.plain ? ['plain_text'] : ['plain_text', 'mrkdwn'];
  if (!kinds.includes(String(value.type))) {
    say(at(it, 'type'), `must be ${kinds.join(' or ')}`);
  }
  if (value.type === 'mrkdwn') checkKeys(value, ['type', 'text', 'verbatim'], it);
  else checkKeys(value, ['type', 'text', 'emoji'], it);
  checkString(value.text, at(it, 'text'), { ...rule, required: true });
}

export function checkKeys(value: JsonObject, allowed: readonly string[], it: Checked): void {
  for (const key of Object.keys(value)) {
    if (!allowed.includes(key)) say(it, `no more fields are allowed: ${key}`);
  }
}

export function checkList(
  value: unknown,
  it: Checked,
  rule: { readonly least: number; readonly most: number },
): readonly JsonObject[] {
  if (!Array.isArray(value) || !value.every(isObject)) {
    say(it, 'must be a list of objects');
    return [];
  }
  if (value.length > rule.most) say(it, `no more than ${rule.most} items allowed`);
  if (value.length < rule.least) say(it, `at least ${rule.least} items needed`);
  return value;
}

export function checkChoice(value: unknown, it: Checked, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.some((it) => it === value)) {
    say(it, `must be one of ${allowed.join(', ')}`);
  }
}

/** Reachable for Slack: https, or this machine where it is the emulator that fetches. */
export function checkUrl(
  value: unknown,
  it: Checked,
  rule: { readonly most: number; readonly loopback: boolean },
): void {
  checkString(value, it, { most: rule.most, required: true });
  if (typeof value !== 'string') return;
  const url = URL.parse(value);
  const loopback =
    rule.loopback && /^(?:127\.0\.0\.1|localhost|\[::1\])$/.test(url?.hostname ?? '');
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback))) {
    say(it, 'must be a valid https URL');
  }
}
