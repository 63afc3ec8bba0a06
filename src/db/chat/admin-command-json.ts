import { z } from 'zod';
import type { AdminAct, Grantee, QuotaSubject } from '../../core/chat/domain/admin-command.ts';
import { allowanceSchema } from '../credits/allowance-json.ts';
import { confirmOverSchema } from '../teams/confirm-over-json.ts';

const person = z.object({ kind: z.literal('person'), id: z.string() });

const role = z.object({ kind: z.literal('role'), id: z.string() });

const team = z.object({ kind: z.literal('team') });

const subject: z.ZodType<QuotaSubject> = z.discriminatedUnion('kind', [person, role, team]);

const grantee: z.ZodType<Grantee> = z.discriminatedUnion('kind', [person, team]);

const inherit = z.literal('inherit');

const change = z.object({
  allowance: z.union([allowanceSchema, inherit]).exactOptional(),
  perJob: z.union([z.int(), inherit]).exactOptional(),
  atOnce: z.union([z.int(), inherit]).exactOptional(),
});

const reason = z.string();

/** What an admin asked for, as it was written down. */
export const adminActSchema: z.ZodType<AdminAct> = z.discriminatedUnion('act', [
  z.object({ act: z.literal('set'), for: subject, change, reason }),
  z.object({ act: z.literal('pool'), change, reason }),
  z.object({
    act: z.literal('grant'),
    to: grantee,
    credits: z.int(),
    days: z.int().nullable(),
    reason,
  }),
  z.object({ act: z.literal('revoke'), from: grantee, grant: z.string().nullable(), reason }),
  z.object({ act: z.literal('show'), of: subject }),
  z.object({
    act: z.literal('admins'),
    change: z.enum(['add', 'remove', 'list']),
    person: z.string().nullable(),
  }),
  z.object({
    act: z.literal('channels'),
    change: z.enum(['allow', 'deny', 'clear', 'list']),
    channel: z.string().nullable(),
  }),
  z.object({
    act: z.literal('words'),
    change: z.enum(['add', 'remove', 'list']),
    pattern: z.string().nullable(),
  }),
  z.object({
    act: z.literal('model'),
    change: z.enum(['allow', 'deny', 'prefer', 'clear', 'list']),
    model: z.string().nullable(),
  }),
  z.object({ act: z.literal('time-zone'), zone: z.string() }),
  z.object({ act: z.literal('language'), language: z.string() }),
  z.object({ act: z.literal('confirm'), over: confirmOverSchema }),
  z.object({ act: z.literal('inbox'), channel: z.string().nullable() }),
  z.object({ act: z.literal('digest'), channel: z.string().nullable() }),
  z.object({ act: z.literal('report'), days: z.int() }),
  z.object({ act: z.literal('audit'), from: z.int().nullable() }),
  z.object({ act: z.literal('link'), code: z.string().nullable() }),
  z.object({ act: z.literal('unlink'), sure: z.boolean().default(true) }),
]);
