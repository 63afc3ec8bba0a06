import { describe, expect, it } from 'vitest';
import type { AdminAct } from '../../../../src/core/chat/domain/admin-command.ts';
import { targetOf } from '../../../../src/core/admin/domain/audit-target.ts';
import type { Requester } from '../../../../src/core/teams/domain/requester.ts';

const requester: Requester = {
  platform: 'slack',
  workspace: { id: 'T1', kind: 'shared' },
  person: { id: 'U1' },
  roles: [],
  admin: true,
};

const person = { kind: 'person', id: 'U2' } as const;
const role = { kind: 'role', id: 'S3' } as const;
const team = { kind: 'team' } as const;
const reason = '';
const change = {};

const TARGETS: readonly (readonly [AdminAct, string])[] = [
  [{ act: 'set', for: person, change, reason }, 'slack:U2'],
  [{ act: 'set', for: role, change, reason }, 'role:slack:S3'],
  [{ act: 'set', for: team, change, reason }, 'team'],
  [{ act: 'pool', change, reason }, 'pool'],
  [{ act: 'grant', to: person, credits: 5, days: null, reason }, 'slack:U2'],
  [{ act: 'grant', to: team, credits: 5, days: null, reason }, 'pool'],
  [{ act: 'revoke', from: person, grant: null, reason }, 'slack:U2'],
  [{ act: 'revoke', from: team, grant: null, reason }, 'pool'],
  [{ act: 'show', of: person }, 'slack:U2'],
  [{ act: 'show', of: role }, 'role:slack:S3'],
  [{ act: 'show', of: team }, 'team'],
  [{ act: 'admins', change: 'add', person: 'U2' }, 'slack:U2'],
  [{ act: 'admins', change: 'list', person: null }, ''],
  [{ act: 'channels', change: 'deny', channel: 'C4' }, 'channel:slack:C4'],
  [{ act: 'channels', change: 'list', channel: null }, ''],
  [{ act: 'inbox', channel: 'C4' }, 'channel:slack:C4'],
  [{ act: 'inbox', channel: null }, ''],
  [{ act: 'digest', channel: 'C4' }, 'channel:slack:C4'],
  [{ act: 'digest', channel: null }, ''],
  [{ act: 'words', change: 'add', pattern: 'gore*' }, 'gore*'],
  [{ act: 'words', change: 'list', pattern: null }, ''],
  [{ act: 'model', change: 'deny', model: 'crun/kling' }, 'crun/kling'],
  [{ act: 'model', change: 'list', model: null }, ''],
  [{ act: 'time-zone', zone: 'Europe/Berlin' }, 'Europe/Berlin'],
  [{ act: 'language', language: 'de' }, 'de'],
  [{ act: 'confirm', over: 200 }, ''],
  [{ act: 'report', days: 30 }, ''],
  [{ act: 'audit', from: 12 }, ''],
  [{ act: 'link', code: 'ABCD' }, ''],
  [{ act: 'unlink', sure: true }, ''],
];

describe('the target of an act in the log of admins', () => {
  it.each(TARGETS)('of %j is %j', (act, target) => {
    expect(targetOf(requester, act)).toBe(target);
  });
});
