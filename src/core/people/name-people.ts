import type { Requester } from '../teams/domain/requester.ts';
import { shorten } from '../messages/domain/rich-text.ts';
import type { Identity } from '../teams/domain/identity.ts';
import type { Core } from '../core.ts';

const LONGEST = 80;

/** Keeps what a chat calls somebody, for reports. Never throws: what they asked for comes first. */
export async function recordName(core: Core, who: Identity, { person }: Requester): Promise<void> {
  const name = shorten(person.name ?? '', LONGEST);
  if (name === '') return;
  try {
    await core.people.name(who, name, core.clock.now());
  } catch (error) {
    core.logger.warn({ team: who.teamId, err: error }, 'name not kept');
  }
}
