import { z } from 'zod';
import type { Allowance } from '../../core/credits/domain/allowance.ts';

export const allowanceSchema: z.ZodType<Allowance> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('credits'),
    credits: z.int(),
    per: z.enum(['day', 'week', 'month']),
  }),
  z.object({ kind: z.literal('unlimited') }),
  z.object({ kind: z.literal('none') }),
]);
