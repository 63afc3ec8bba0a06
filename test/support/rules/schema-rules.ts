import { z } from 'zod';

const FIELDS = [
  ...(['const', 'enum', 'pattern', 'format', 'minLength', 'maxLength'] as const),
  ...(['minimum', 'maximum', 'minItems', 'maxItems'] as const),
];

const nodeSchema = z.looseObject({
  type: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
});

/**
 * Every rule of a request schema by the path of what it is about: its limits, its choices, whether
 * a field may be left out, and the words of what it checks across fields.
 */
export function rulesOf(schema: z.ZodType): ReadonlyMap<string, unknown> {
  const rules = new Map<string, unknown>();
  walk(z.toJSONSchema(schema), '', rules);
  for (const check of schema.def.checks ?? []) {
    const error: unknown = Reflect.get(check._zod.def, 'error');
    if (typeof error !== 'function')
      throw new Error(`A check without words: ${check._zod.def.check}`);
    const words: unknown = Reflect.apply(error, undefined, [{}]);
    rules.set(`check: ${String(words)}`, true);
  }
  return rules;
}

function walk(json: unknown, path: string, rules: Map<string, unknown>): void {
  const node = nodeSchema.parse(json);
  for (const field of FIELDS) {
    if (node[field] !== undefined) rules.set(`${path}.${field}`, node[field]);
  }
  if (node.type === 'integer') rules.set(`${path}.whole`, true);
  if (node.type === 'object') {
    if (node.additionalProperties !== false) throw new Error(`${path} takes whatever it is sent`);
    for (const [name, property] of Object.entries(node.properties ?? {})) {
      const inner = path === '' ? name : `${path}.${name}`;
      rules.set(`${inner}.given`, node.required?.includes(name) === true ? 'always' : 'maybe');
      walk(property, inner, rules);
    }
  }
  if (node.items !== undefined) walk(node.items, `${path}[]`, rules);
}
