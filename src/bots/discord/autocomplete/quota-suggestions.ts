import type { VideoForm } from '../../../core/chat/domain/form-state.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Wording } from '../../../messages/wording.ts';
import { cutPlain } from '../../shared/plain-line.ts';
import { modelTitles } from '../../../core/chat/domain/model-titles.ts';

/** What Discord takes. */
const LIMITS = { choices: 25, name: 100, value: 100 } as const;

export interface Suggestion {
  readonly name: string;
  readonly value: string;
}

/** Offered before anything is typed: places where many people live. */
const FIRST = [
  ...['UTC', 'Europe/London', 'Europe/Berlin', 'Europe/Istanbul', 'America/New_York'],
  ...['America/Chicago', 'America/Denver', 'America/Los_Angeles', 'America/Sao_Paulo'],
  ...['Africa/Lagos', 'Africa/Johannesburg', 'Asia/Dubai', 'Asia/Kolkata', 'Asia/Jakarta'],
  ...['Asia/Shanghai', 'Asia/Seoul', 'Asia/Tokyo', 'Australia/Sydney', 'Pacific/Auckland'],
] as const;

/** Time zones by any part of their name, each with how far it is from UTC now. */
export function zonesLike(typed: string, now: Date, wording: Wording): Suggestion[] {
  const words = plain(typed);
  const all = [...new Set([...FIRST, ...Intl.supportedValuesOf('timeZone')])];
  const found = words === '' ? FIRST : all.filter((zone) => plain(zone).includes(words));
  return found.slice(0, LIMITS.choices).map((zone) => {
    const told = msg('chat.with-detail', { name: zone, detail: offsetOf(zone, now) });
    return { name: wording.text(told), value: zone };
  });
}

function plain(zone: string): string {
  return zone.trim().toLowerCase().replaceAll('_', ' ');
}

function offsetOf(zone: string, now: Date): string {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' });
  const part = format.formatToParts(now).find(({ type }) => type === 'timeZoneName');
  return (part?.value ?? '').replace('GMT', 'UTC');
}

/** By title or name. */
export function modelsLike(typed: string, form: Pick<VideoForm, 'models'>): Suggestion[] {
  const words = typed.trim().toLowerCase();
  return modelTitles(form)
    .filter(({ id, title }) => `${title} ${id}`.toLowerCase().includes(words))
    .filter(({ id }) => id.length <= LIMITS.value)
    .slice(0, LIMITS.choices)
    .map(({ id, title }) => ({ name: cutPlain(`${title} · ${id}`, LIMITS.name), value: id }));
}
