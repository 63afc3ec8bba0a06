import { render } from './render.ts';
import type { Fragment, Identifiers, Part, Rendered, Value } from './render.ts';

/** What a statement gives back: its rows, and how many it read or changed. */
export type Rows<row> = readonly row[] & { readonly count: number };

/** It is run when it is waited for, and once; put into another one it is a part of that. */
export interface Statement<row> extends Promise<Rows<row>>, Fragment {}

export type Row = Readonly<Record<string, unknown>>;

/** A pool of connections or a transaction: whatever takes statements. */
export interface Statements {
  <rows extends readonly object[] = Row[]>(
    texts: TemplateStringsArray,
    ...parts: readonly Part[]
  ): Statement<rows[number]>;
  /** Names of columns or tables, for a statement. */
  (names: string | readonly string[]): Identifiers;
  /** One whose text is known already; a row is its values, in the order of the text. */
  run(statement: Rendered): Promise<Rows<readonly unknown[]>>;
  /** A text as it is: of our own making, never a stranger's. Without values it may be several. */
  unsafe<rows extends readonly object[] = Row[]>(
    text: string,
    values?: readonly Value[],
  ): Statement<rows[number]>;
}

export type Run = <row extends object>(rendered: Rendered) => Promise<Rows<row>>;

/** The tag of a template, which hands what was written to whoever runs it. */
export function statementsBy(run: Run): Statements {
  function sql<rows extends readonly object[] = Row[]>(
    texts: TemplateStringsArray,
    ...parts: readonly Part[]
  ): Statement<rows[number]>;
  function sql(names: string | readonly string[]): Identifiers;
  function sql(
    given: TemplateStringsArray | string | readonly string[],
    ...parts: readonly Part[]
  ): Statement<object> | Identifiers {
    if (typeof given === 'string') return { names: [given] };
    if (!('raw' in given)) return { names: given };
    const fragment = { texts: given, parts };
    return lazily(fragment, () => run(render(fragment)));
  }
  return Object.assign(sql, {
    run: (statement: Rendered) => run<readonly unknown[]>({ ...statement, byPlace: true }),
    unsafe<rows extends readonly object[] = Row[]>(text: string, values: readonly Value[] = []) {
      const rendered = { text, values, several: values.length === 0 };
      return lazily({ texts: [text], parts: [] }, () => run<rows[number]>(rendered));
    },
  });
}

function lazily<row>(fragment: Fragment, run: () => Promise<Rows<row>>): Statement<row> {
  let running: Promise<Rows<row>> | null = null;
  const result = () => (running ??= Promise.try(run));
  return {
    ...fragment,
    then: (done, failed) => result().then(done, failed),
    catch: (failed) => result().catch(failed),
    finally: (after) => result().finally(after),
    [Symbol.toStringTag]: 'Statement',
  };
}
