import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { platformDefinitions } from '../../src/bots/registry.ts';
import { configSettings, pathsOf, readConfig } from '../../src/config/config.ts';
import { providerDefinitions } from '../../src/providers/registry.ts';

const settings = [
  ...configSettings,
  ...[...platformDefinitions, ...providerDefinitions].flatMap((it) => it.settings),
];

function dataFolder(DATA_DIR?: string): string {
  const read = readConfig({ DATA_DIR });
  return read.status === 'read' ? read.config.DATA_DIR : read.problems.map((it) => it.problem)[0]!;
}

describe('a setting that is a path', () => {
  it('is absolute once it is read, against the working directory', () => {
    const here = process.cwd();
    expect(dataFolder()).toBe(path.join(here, 'data'));
    expect(dataFolder('some/where')).toBe(path.join(here, 'some/where'));
    expect(dataFolder('../beside')).toBe(path.join(path.dirname(here), 'beside'));
    expect(dataFolder('/srv/Büro 1/')).toBe('/srv/Büro 1');
  });

  it('is shown to people as it was set', () => {
    expect(configSettings.find((it) => it.variable === 'DATA_DIR')?.default).toBe('./data');
  });

  it('is refused where only a shell would know what it means', () => {
    expect(dataFolder('~/showrunner')).toContain('must not begin with ~');
    expect(dataFolder('~')).toContain('must not begin with ~');
    expect(dataFolder('~backup')).toBe(path.join(process.cwd(), '~backup'));
  });

  it('is declared as one wherever its name says so', () => {
    const named = settings.filter((it) => /_(DIR|FOLDER|FILE|PATH)$/.test(it.variable));
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((it) => !it.path)).toEqual([]);
    expect(settings.filter((it) => it.default?.startsWith('.') === true && !it.path)).toEqual([]);
  });

  it('can be told where it leads', () => {
    const read = readConfig({ DATA_DIR: 'x', PORT: '1' });
    expect(read.status === 'read' && pathsOf(read.config)).toEqual({ DATA_DIR: path.resolve('x') });
  });
});
