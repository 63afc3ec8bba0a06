import { isObject, type JsonObject } from '../../shared/json.ts';
import { broken, invalidArguments } from '../errors.ts';

/**
 * What a method was called with. Forms carry nested values as JSON text, JSON bodies as they are;
 * both are read alike.
 */
export type Args = ReturnType<typeof createArgs>;

export function createArgs(raw: JsonObject) {
  const text = (name: string): string | null => {
    const value = raw[name];
    if (value === undefined || value === null || value === '') return null;
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw invalidArguments([`must be a string [json-pointer:/${name}]`]);
  };
  const nested = (name: string): unknown => {
    const value = raw[name];
    if (typeof value !== 'string') return value ?? undefined;
    if (value === '') return undefined;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      throw invalidArguments([`must be valid JSON [json-pointer:/${name}]`]);
    }
  };
  return {
    raw,
    text,
    required(name: string, code = 'invalid_arguments'): string {
      const value = text(name);
      if (value !== null) return value;
      if (code !== 'invalid_arguments') throw broken(code, `${name} is missing`);
      throw invalidArguments([`missing required field: ${name}`]);
    },
    /** A message's timestamp: text, since as a number it would lose its last digits. */
    ts(name: string): string | null {
      const value = raw[name];
      if (value === undefined || value === null || value === '') return null;
      if (typeof value === 'string' && /^\d{10}\.\d{6}$/.test(value)) return value;
      throw invalidArguments([`must be a timestamp as text [json-pointer:/${name}]`]);
    },
    flag: (name: string): boolean => ['true', '1'].includes(text(name) ?? ''),
    integer(name: string): number | null {
      const value = text(name);
      if (value === null) return null;
      if (!/^\d+$/.test(value)) {
        throw invalidArguments([`must be an integer [json-pointer:/${name}]`]);
      }
      return Number(value);
    },
    object(name: string): JsonObject | null {
      const value = nested(name);
      if (value === undefined) return null;
      if (!isObject(value)) throw invalidArguments([`must be an object [json-pointer:/${name}]`]);
      return value;
    },
    objects(name: string, code = 'invalid_arguments'): JsonObject[] | null {
      const value = nested(name);
      if (value === undefined) return null;
      if (Array.isArray(value) && value.every(isObject)) return value;
      throw broken(code, `${name} must be a list of objects`);
    },
  };
}
