import { z } from 'zod';
import { DEMANDS } from '../../core/video/domain/plan-gates.ts';
import type { Demands } from '../../core/video/domain/plan-gates.ts';

export const demandsSchema: z.ZodType<Demands> = z.partialRecord(
  z.enum(DEMANDS),
  z.union([z.number(), z.string(), z.literal(true)]),
);
