import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeError, FaultlineError } from '../lib/errors.ts';

describe('a Faultline error', () => {
  it('says what was wrong and what to do, with its facts', () => {
    const error = new FaultlineError('store-newer', { file: 'a.db', found: 3, known: 2 });
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('FaultlineError');
    expect(error.code).toBe('store-newer');
    expect(error.facts).toEqual({ file: 'a.db', found: 3, known: 2 });
    expect(error.message).toBe(
      'The store a.db has version 3, this Faultline knows versions up to 2. It was left untouched; update Faultline.',
    );
  });

  it('keeps its cause, and has none where none was given', () => {
    const cause = new Error('disk full');
    expect(new FaultlineError('nothing-found', { query: 'x' }, cause).cause).toBe(cause);
    expect('cause' in new FaultlineError('nothing-found', { query: 'x' })).toBe(false);
  });

  it.each(['{why}', '$&', '$1', '{toString}', '\\'])('repeats a fact such as %s as it is', (why) => {
    expect(new FaultlineError('query-wrong', { why }).message).toBe(`The query was not understood: ${why}.`);
  });

  it('leaves no placeholder where a fact is missing', () => {
    expect(new FaultlineError('feed-failed').message).not.toMatch(/[{}]|undefined/);
  });
});

describe('what was thrown is described', () => {
  it.each([
    ['an error', new Error('disk full'), 'disk full'],
    ['an error of several lines', new Error(' disk\n  full\t'), 'disk full'],
    ['an error without message', new TypeError(), 'TypeError'],
    ['a text', 'disk full', 'disk full'],
    ['an object', { code: 5 }, '{ code: 5 }'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a symbol', Symbol('x'), 'Symbol(x)'],
    ['an object without prototype', Object.create(null), '[Object: null prototype] {}'],
  ])('%s', (_name, thrown, text) => {
    expect(describeError(thrown)).toBe(text);
  });

  it('on one line, whatever it was', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withSparseArray: true, withTypedArray: true }), (thrown) => {
        expect(describeError(thrown)).toMatch(/^(?:\S(?:.*\S)?)?$/);
      }),
    );
  });
});
