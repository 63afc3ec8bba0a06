import { z } from 'zod';
import type { ConfirmOver } from '../../core/teams/domain/confirm-over.ts';

export const confirmOverSchema: z.ZodType<ConfirmOver> = z.union([
  z.int().nonnegative(),
  z.enum(['never', 'default']),
]);
