import { beforeAll, describe, expect, it } from 'vitest';
import type { Requester } from '../../../src/core/teams/domain/requester.ts';
import type { LinkStore } from '../../../src/core/people/ports/link-store.ts';
import type { Wallet } from '../../../src/core/credits/ports/wallet.ts';
import { createPostgresLinks } from '../../../src/db/people/link-store.ts';
import { createPostgresWallet } from '../../../src/db/credits/wallet.ts';
import { after, START } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();
let links: LinkStore;
let wallet: Wallet;
beforeAll(() => {
  links = createPostgresLinks(database.sql);
  wallet = createPostgresWallet(database.sql);
});

let places = 0;
function aPlace(platform: string): Requester {
  places += 1;
  return {
    platform,
    workspace: { id: `${platform}-${places}`, kind: 'shared' },
    person: { id: `ann-${platform}` },
    roles: [],
    admin: true,
  };
}

const entry = { at: START, actor: 'admin', action: 'link', target: 't', reason: '' };
const codeOf = async (requester: Requester, of: 'place' | 'account' = 'place') =>
  links.offer(await wallet.resolveIdentity(requester), requester, of, after(60_000), entry);
const unknown = { status: 'unknown-code' };

describe('a code', () => {
  it('of a place that joined another since leads nowhere: its own team is nobody’s now', async () => {
    const [guild, workspace, third] = [aPlace('discord'), aPlace('slack'), aPlace('slack')];
    const old = await codeOf(workspace);
    const joined = await links.joinTeam(workspace, await codeOf(guild), entry);
    expect(joined.status).toBe('done');
    expect(await links.joinTeam(third, old, entry)).toEqual(unknown);
  });

  it('that was made while two were linked is void once they part', async () => {
    const [guild, workspace, third] = [aPlace('discord'), aPlace('slack'), aPlace('slack')];
    await links.joinTeam(workspace, await codeOf(guild), entry);
    // By an admin of the place that leaves: its team is not theirs to open any more.
    const [ofTeam, ofPerson] = [await codeOf(workspace), await codeOf(workspace, 'account')];
    expect((await links.leaveTeam(workspace, entry)).status).toBe('done');
    expect(await links.joinTeam(third, ofTeam, entry)).toEqual(unknown);
    expect(await links.joinPerson(guild, ofPerson, entry)).toEqual(unknown);
  });

  it('that is given again after it linked them does not read as if it had not', async () => {
    const [guild, workspace] = [aPlace('discord'), aPlace('slack')];
    const ofPlace = await codeOf(guild);
    expect((await links.joinTeam(workspace, ofPlace, entry)).status).toBe('done');
    // As a request that is taken up again after its process died.
    expect(await links.joinTeam(workspace, ofPlace, entry)).toEqual({ status: 'linked-already' });
    const ofPerson = await codeOf(guild, 'account');
    expect((await links.joinPerson(workspace, ofPerson, entry)).status).toBe('done');
    const again = await links.joinPerson(workspace, ofPerson, entry);
    expect(again).toEqual({ status: 'linked-already' });
  });
});
