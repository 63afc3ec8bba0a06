import { describe, expect, it } from 'vitest';
import type { Requester } from '../../../../src/core/teams/domain/requester.ts';
import { isPersonal, ownTeam } from '../../../../src/core/shared/domain/ids.ts';
import {
  allowsModel,
  mayAdminister,
  mayAskThere,
  timeZoneOf,
  USUAL_TEAM,
} from '../../../../src/core/teams/domain/team-settings.ts';
import type { ChatRef } from '../../../../src/core/shared/domain/chat-ref.ts';

const slack = (id: string): ChatRef => ({ platform: 'slack', id });
const discord = (id: string): ChatRef => ({ platform: 'discord', id });

describe('a team of which nobody set anything', () => {
  it('has its days in UTC', () => {
    expect(USUAL_TEAM.timeZone).toBe('UTC');
  });

  it('is the one of its workspace, or of one person', () => {
    const shared = ownTeam('slack', { id: 'T1', kind: 'shared' });
    const personal = ownTeam('slack', { id: 'U1', kind: 'personal' });
    expect([shared, personal]).toEqual(['slack:shared:T1', 'slack:personal:U1']);
    expect([shared, personal].map(isPersonal)).toEqual([false, true]);
  });
});

describe('a time zone', () => {
  it('is known by its name, however that is written', () => {
    expect(timeZoneOf(' europe/BERLIN ')).toBe('Europe/Berlin');
    expect(timeZoneOf('UTC')).toBe('UTC');
  });

  it.each(['', 'Mars', '+01:00', '-05'])('is not %j', (name) => {
    expect(timeZoneOf(name)).toBeNull();
  });
});

describe('an admin of a team', () => {
  const requester = (id: string, admin = false): Requester => ({
    platform: 'slack',
    workspace: { id: 'T1', kind: 'shared' },
    person: { id },
    roles: [],
    admin,
  });
  const team = { ...USUAL_TEAM, admins: [slack('U1'), slack('U2'), discord('U3')] };

  it('is whoever the chat says, though the team has no list', () => {
    expect(mayAdminister(requester('U9', true), USUAL_TEAM)).toBe(true);
    expect(mayAdminister(requester('U9'), USUAL_TEAM)).toBe(false);
  });

  it('is whoever an admin put on the list, by the account of the same chat', () => {
    expect(mayAdminister(requester('U1'), team)).toBe(true);
    expect(mayAdminister(requester('U9'), team)).toBe(false);
    expect(mayAdminister(requester('U3'), team)).toBe(false);
  });
});

describe('the channels in which videos may be asked for', () => {
  const may = (
    channel: string | undefined,
    { allow = [], deny = [] }: { allow?: readonly ChatRef[]; deny?: readonly ChatRef[] },
  ) =>
    mayAskThere(
      { platform: 'slack', ...(channel === undefined ? {} : { channel }) },
      { ...USUAL_TEAM, channels: { allow, deny } },
    );

  it('are all where none is named', () => {
    expect(may('C1', {})).toBe(true);
    expect(may(undefined, {})).toBe(true);
  });

  it('are all but those that are denied', () => {
    const deny = [slack('C1'), slack('C2')];
    expect(may('C1', { deny })).toBe(false);
    expect(may('C3', { deny })).toBe(true);
    expect(may(undefined, { deny })).toBe(true);
    expect(may('C1', { deny: [discord('C1')] })).toBe(true);
  });

  it('are only those that are allowed, in a chat of which any is', () => {
    const allow = [slack('C1'), slack('C2')];
    expect(may('C1', { allow })).toBe(true);
    expect(may('C3', { allow })).toBe(false);
    expect(may(undefined, { allow })).toBe(false);
    expect(may('C3', { allow: [slack('C1')] })).toBe(false);
    expect(may('C3', { allow: [discord('C1')] })).toBe(true);
  });

  it('are not those that are both allowed and denied', () => {
    expect(may('C1', { allow: [slack('C1')], deny: [slack('C1')] })).toBe(false);
  });
});

describe('the models of a team', () => {
  const allows = (allow: readonly string[], deny: readonly string[]) =>
    allowsModel({ allow, deny, prefer: null }, 'crun/kling');

  it('are all, all but some, or only some', () => {
    expect(allows([], [])).toBe(true);
    expect(allows([], ['crun/kling'])).toBe(false);
    expect(allows([], ['crun/other'])).toBe(true);
    expect(allows(['crun/kling'], [])).toBe(true);
    expect(allows(['crun/other'], [])).toBe(false);
    expect(allows(['crun/kling'], ['crun/kling'])).toBe(false);
  });
});
