import type { Requester } from '../teams/domain/requester.ts';
import { shorten } from '../messages/domain/rich-text.ts';
import type { Identity } from '../teams/domain/identity.ts';
import type { PeopleStore } from './ports/person-store.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { Logger } from '../shared/ports/logger.ts';

export interface RecordNameDependencies {
  readonly people: PeopleStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

const LONGEST = 80;

/** Keeps what a chat calls somebody, for reports. Never throws: what they asked for comes first. */
export async function recordName(
  deps: RecordNameDependencies,
  who: Identity,
  { person }: Requester,
): Promise<void> {
  const name = shorten(person.name ?? '', LONGEST);
  if (name === '') return;
  try {
    await deps.people.name(who, name, deps.clock.now());
  } catch (error) {
    deps.logger.warn({ team: who.teamId, err: error }, 'name not kept');
  }
}
