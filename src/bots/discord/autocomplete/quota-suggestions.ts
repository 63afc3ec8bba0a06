import type { VideoForm } from '../../../core/chat/domain/form-state.ts';
import { UNSET_SETTINGS } from '../../../core/video/domain/video-request.ts';
import type { VideoDraft } from '../../../core/video/domain/video-request.ts';
import { cutPlain } from '../../shared/plain-line.ts';
import { STILL_TO_WRITE } from '../../shared/scene-from-fields.ts';

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
export function zonesLike(typed: string, now: Date): Suggestion[] {
  const words = plain(typed);
  const all = [...new Set([...FIRST, ...Intl.supportedValuesOf('timeZone')])];
  const found = words === '' ? FIRST : all.filter((zone) => plain(zone).includes(words));
  return found
    .slice(0, LIMITS.choices)
    .map((zone) => ({ name: `${zone} (${offsetOf(zone, now)})`, value: zone }));
}

function plain(zone: string): string {
  return zone.trim().toLowerCase().replaceAll('_', ' ');
}

function offsetOf(zone: string, now: Date): string {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' });
  const part = format.formatToParts(now).find(({ type }) => type === 'timeZoneName');
  return (part?.value ?? '').replace('GMT', 'UTC');
}

/** All that can make any kind of video, by title or name. */
export function modelsLike(typed: string, form: Pick<VideoForm, 'models'>): Suggestion[] {
  const words = typed.trim().toLowerCase();
  const titles = new Map(
    SAMPLES.flatMap((scene) => form.models({ scene, settings: UNSET_SETTINGS })).map(
      ({ id, title }) => [id, title] as const,
    ),
  );
  return [...titles]
    .filter(([id, title]) => `${title} ${id}`.toLowerCase().includes(words))
    .filter(([id]) => id.length <= LIMITS.value)
    .slice(0, LIMITS.choices)
    .map(([id, title]) => ({ name: cutPlain(`${title} · ${id}`, LIMITS.name), value: id }));
}

const FILE = { url: '', name: 'file', bytes: null };

/** One of each kind. */
const SAMPLES: readonly VideoDraft['scene'][] = [
  { kind: 'text', prompt: STILL_TO_WRITE },
  { kind: 'frames', prompt: STILL_TO_WRITE, first: FILE, last: null },
  { kind: 'references', prompt: STILL_TO_WRITE, images: [FILE], elements: [] },
  { kind: 'edit', prompt: STILL_TO_WRITE, source: FILE, images: [], keepSound: true },
  { kind: 'replace', character: FILE, driving: FILE },
];
