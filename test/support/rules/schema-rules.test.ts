import { expect, it } from 'vitest';
import { z } from 'zod';
import { rulesOf } from './schema-rules.ts';

it('tells every rule of a schema by its path', () => {
  const schema = z
    .strictObject({
      kind: z.literal('a'),
      words: z.string().min(1).max(9).optional(),
      list: z
        .array(z.strictObject({ count: z.int().min(2).max(3) }))
        .min(4)
        .max(5),
      choice: z.enum(['x', 'y']),
      link: z.url({ protocol: /^https$/ }),
      name: z.string().regex(/^z$/),
    })
    .refine(() => true, { error: 'both or neither' });
  expect(Object.fromEntries(rulesOf(schema))).toEqual({
    'kind.given': 'always',
    'kind.const': 'a',
    'words.given': 'maybe',
    'words.minLength': 1,
    'words.maxLength': 9,
    'list.given': 'always',
    'list.minItems': 4,
    'list.maxItems': 5,
    'list[].count.given': 'always',
    'list[].count.whole': true,
    'list[].count.minimum': 2,
    'list[].count.maximum': 3,
    'choice.given': 'always',
    'choice.enum': ['x', 'y'],
    'link.given': 'always',
    'link.format': 'uri',
    'name.given': 'always',
    'name.pattern': '^z$',
    'check: both or neither': true,
  });
});

it('takes no schema that lets unknown fields pass', () => {
  expect(() => rulesOf(z.looseObject({ a: z.string() }))).toThrow('whatever');
});
