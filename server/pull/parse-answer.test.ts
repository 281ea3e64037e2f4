import { describe, expect, it } from 'vitest';
import { parseAnswer } from './parse-answer.ts';

const parse = (text: string) => parseAnswer(new TextEncoder().encode(text).buffer, 200);
const lists = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const objects = (depth: number) => `${'{"a":'.repeat(depth)}0${'}'.repeat(depth)}`;
const tooDeep = 'nested too deeply';

describe('an answer', () => {
  it.each([
    ['lists', lists],
    ['objects', objects],
    ['both in turn', (depth: number) => `${'[{"a":'.repeat(depth / 2)}0${'}]'.repeat(depth / 2)}`],
  ])('may nest 100 levels of %s, and no more', (_, nest) => {
    expect(JSON.stringify(parse(nest(100)))).toBe(nest(100));
    expect(() => parse(nest(102))).toThrow(tooDeep);
  });

  it('of 101 levels is one too deep', () => {
    expect(() => parse(lists(101))).toThrow(tooDeep);
    expect(() => parse(objects(101))).toThrow(tooDeep);
  });

  it('may be as wide as it likes: what was closed counts no more', () => {
    expect(parse(`[${Array(500).fill('{"a":[]}').join()}]`)).toHaveLength(500);
  });

  it('is told from its texts, whatever brackets, quotes and backslashes they hold', () => {
    const text = `"${'[{'.repeat(200)}\\`;
    expect(parse(JSON.stringify([text]))).toEqual([text]);
    // The text ends before its brackets would begin: these are real.
    expect(() => parse(`["\\\\",${lists(101)}]`)).toThrow(tooDeep);
  });

  it('that is deep is refused before it is parsed: it may be no JSON at all', () => {
    expect(() => parse('['.repeat(1_000_000))).toThrow(tooDeep);
  });
});
