import { describe, expect, it } from 'vitest';
import { isPartOf } from '../../lib/stories/story.ts';
import { buildStory, minutesLater } from '../fixtures/builders.ts';

describe('a story', () => {
  const absorbed = ['bakers', 'banks'].map((id) => ({ id, absorbedAt: minutesLater(5), articles: [] }));

  it.each([
    ['goes by its own id', 'airports', true],
    ['goes by the id of one that it absorbed', 'banks', true],
    ['goes by the id of each that it absorbed', 'bakers', true],
    ['does not go by any other id', 'clinics', false],
  ])('%s: %s', (_, id, goes) => {
    expect(isPartOf(buildStory({ id: 'airports', absorbed }), id)).toBe(goes);
    expect(isPartOf(buildStory({ id: 'airports' }), id)).toBe(id === 'airports');
  });
});
