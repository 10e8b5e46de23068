import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWording, createArticleDraft, type Item, identify } from '../lib/article.ts';
import { minutesLater, morning } from './fixtures/builders.ts';

const feed = {
  id: 'feed-1',
  title: 'Harbour Post – World',
  publisher: { name: 'The Harbour Post', country: 'GB', ownership: 'private' },
  language: 'en-GB',
} as const;

const item: Item = {
  guid: 'post-5',
  url: 'http://www.harbour.example/trains/?utm_source=rss&id=5#top',
  title: 'Trains halted - The Harbour Post',
  summary: 'Signals failed at dawn.',
  published: minutesLater(-60),
};

function draft(changes: Partial<Item> = {}, source: Parameters<typeof createArticleDraft>[1] = feed) {
  return createArticleDraft({ ...item, ...changes }, source, morning, (_text, hint) => hint ?? 'und');
}

describe('the draft of an article', () => {
  it('holds what the item said, its publisher, and when it was seen', () => {
    expect(draft({ content: 'Signals failed at dawn. Trains stand.' })).toEqual({
      id: identify('https://harbour.example/trains?id=5'),
      feedId: 'feed-1',
      publisher: feed.publisher,
      url: 'http://www.harbour.example/trains/?utm_source=rss&id=5#top',
      title: 'Trains halted',
      summary: 'Signals failed at dawn.',
      content: 'Signals failed at dawn. Trains stand.',
      publishedAt: minutesLater(-60),
      seenAt: morning,
      language: 'en-GB',
    });
  });

  it('has no content where the item has none', () => {
    expect(draft()).not.toHaveProperty('content');
  });

  it('loses the name of the feed as well as that of the publisher from its title', () => {
    expect(draft({ title: 'Trains halted | Harbour Post – World' })?.title).toBe('Trains halted');
    expect(draft({ title: 'Trains halted | The Elbwarte' })?.title).toBe('Trains halted | The Elbwarte');
  });

  it('takes its title from the summary where it has none, cut at a word', () => {
    const title = draft({ title: '', summary: 'Signals failed at dawn and '.repeat(10) })?.title ?? '';
    expect(title).toMatch(/^Signals failed at dawn .*(?:Signals|failed|at|dawn|and)…$/);
    expect(title.length).toBeLessThanOrEqual(120);
  });

  it('hands the detector its words and what the feed says of its language', () => {
    const asked: unknown[] = [];
    createArticleDraft(item, feed, morning, (...args) => {
      asked.push(args);
      return 'en';
    });
    expect(asked).toEqual([['Trains halted. Signals failed at dawn.', 'en-GB']]);
  });

  it('is none for an item that says nothing', () => {
    expect(draft({ title: '', summary: '' })).toBeUndefined();
    expect(draft({ title: '', summary: 'Signals failed.' })?.title).toBe('Signals failed.');
    expect(draft({ summary: '' })?.title).toBe('Trains halted');
  });
});

describe('the id of an article', () => {
  const other = { ...feed, id: 'feed-2' };

  it('is 16 hex digits', () => {
    expect(draft()?.id).toMatch(/^[\da-f]{16}$/);
  });

  it('is that of its page, whichever feed, words, guid or form of the address it came with', () => {
    const same = draft(
      { url: 'https://harbour.example/trains?id=5', guid: 'x', title: 'Other', summary: 'words' },
      other,
    );
    expect(same?.id).toBe(draft()?.id);
    expect(draft({ url: 'https://harbour.example/trains?id=6' })?.id).not.toBe(draft()?.id);
  });

  it.each(['urn:uuid:1', 'mailto:desk@harbour.example', 'trains', ''])(
    'is that of feed and guid where the address %j opens no page',
    (url) => {
      expect(draft({ url })?.url).toBe('');
      expect(draft({ url })?.id).toBe(draft({ url, title: 'Other', summary: 'words' })?.id);
      expect(draft({ url })?.id).not.toBe(draft({ url, guid: 'post-6' })?.id);
      expect(draft({ url })?.id).not.toBe(draft({ url }, other)?.id);
    },
  );

  it('is that of feed and words where there is no guid, or an empty one', () => {
    const { url: _url, guid: _guid, ...words } = item;
    const id = createArticleDraft(words, feed, morning, () => 'en')?.id;
    expect(id).toMatch(/^[\da-f]{16}$/);
    expect(draft({ url: '', guid: '' })?.id).toBe(id);
    expect(draft({ url: '', guid: '', summary: 'Other.' })?.id).not.toBe(id);
    expect(draft({ url: '', guid: '', title: 'Other' })?.id).not.toBe(id);
  });
});

describe('the time of publication is', () => {
  it.each<[string, Partial<Item>, Date]>([
    ['the one stated', { published: minutesLater(-5) }, minutesLater(-5)],
    ['the very moment', { published: morning }, morning],
    ['long ago', { published: new Date('1995-01-01T00:00:00Z') }, new Date('1995-01-01T00:00:00Z')],
    ['when it was seen, for a date in the future', { published: minutesLater(1) }, morning],
    ['when it was seen, for a date before the web', { published: new Date(0) }, morning],
    ['when it was seen, for no date at all', { published: new Date(Number.NaN) }, morning],
    [
      'the update, for a date in the future',
      { published: minutesLater(9), updated: minutesLater(-9) },
      minutesLater(-9),
    ],
    ['the first of two', { published: minutesLater(-20), updated: minutesLater(-10) }, minutesLater(-20)],
  ])('%s', (_name, dates, publishedAt) => {
    expect(draft(dates)?.publishedAt).toEqual(publishedAt);
    expect(draft(dates)?.seenAt).toEqual(morning);
  });

  it('that of the update where none is stated, and else when it was seen', () => {
    const { published: _published, ...undated } = item;
    const make = (dated: Item) => createArticleDraft(dated, feed, morning, () => 'en')?.publishedAt;
    expect(make({ ...undated, updated: minutesLater(-7) })).toEqual(minutesLater(-7));
    expect(make(undated)).toEqual(morning);
  });
});

describe('a new wording', () => {
  const before = { title: 'Trains halted in Hamburg', summary: 'About 300 trains stand still, the operator says.' };

  it('that is the old one is none', () => {
    expect(compareWording(before, { ...before })).toBeUndefined();
  });

  it.each([
    ['capitals', { title: 'Trains Halted In Hamburg' }],
    ['all capitals', { title: 'TRAINS HALTED IN HAMBURG' }],
    ['a full stop', { title: 'Trains halted in Hamburg.' }],
    ['other words', { summary: 'Some 300 trains are standing still, says the operator.' }],
    ['another first word', { title: 'Railways halted in Hamburg' }],
    ['a headline in title case', { title: 'Rail Traffic Comes To Standstill In Hamburg' }],
    ['a shorter text', { summary: 'About 300 trains stand…' }],
    ['no summary any more', { summary: '' }],
    ['a word that begins like a stage', { summary: 'About 300 trains stand still, past the deadline.' }],
    ['the minute of the last touch', { summary: `${before.summary} Last updated at 10:32.` }],
  ])('with %s is cosmetic', (_name, change) => {
    expect(compareWording(before, { ...before, ...change })).toBe('cosmetic');
  });

  it.each([
    ['1000 trains', '1,000 trains'],
    ['1.000 Züge', '1000 Züge'],
    ['5% of trains', '5 % of trains'],
    ['１２ trains', '12 trains'],
    ['No trains ran.', 'Trains never ran.'],
    ['It is not resolved.', "It isn't resolved."],
    ['Service was restored.', 'Service has been restored.'],
    ['Power is back in Kiel, but not in Lübeck.', 'Power is back in Kiel…'],
    ['Die Züge stehen.', 'Die Bahnen und Busse stehen.'],
  ])('from %j to %j is cosmetic', (summary, changed) => {
    const language = /Züge/.test(summary) ? 'de' : 'en';
    expect(compareWording({ title: '', summary, language }, { title: '', summary: changed, language })).toBe(
      'cosmetic',
    );
  });

  it.each([
    ['About 300 trains stand.', 'About 450 trains stand.'],
    ['Trains stand.', 'About 300 trains stand.'],
    ['It costs 1.5 million.', 'It costs 2.5 million.'],
    ['Trains were affected.', 'Trains were not affected.'],
    ['Trains were not affected.', 'Trains were affected.'],
    ["Data wasn't stolen.", 'Data was stolen.'],
    ['Trains stand.', 'Trains stood; service is restored.'],
    ['Trains stand.', 'Correction: trains do stand.'],
    ['Police look for a man.', 'Police arrested a man.'],
    ['The vendor is silent.', 'The vendor confirmed the breach.'],
    ['The vendor is silent.', 'The vendor, called Acme, speaks.'],
    ['Les trains sont arrêtés.', 'Les trains ne sont pas arrêtés.'],
    ['Los trenes no circulan.', 'Los trenes circulan.'],
    ['Die Störung dauert an.', 'Die Störung ist behoben.'],
    ['Os trens param.', 'Serviço restabelecido: os trens andam.'],
    ['Сбой продолжается.', 'Сбой устранён.'],
    ['列车停运。', '列车已恢复。'],
    ['系统受影响。', '系统未受影响。'],
    ['電車が止まった。', '電車が復旧した。'],
  ])('from %j to %j is a new fact', (summary, changed) => {
    expect(compareWording({ title: 'x', summary }, { title: 'x', summary: changed })).toBe('new-fact');
  });

  it('of whatever words is judged, and soon', () => {
    const words = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(words, words, words, (title, summary, changed) => {
        const judged = compareWording({ title, summary }, { title, summary: changed });
        expect(judged === undefined).toBe(summary === changed);
      }),
    );
    for (const part of ['.', '1,', "a'", ' ', 'a', 'updated ']) {
      const long = part.repeat(100_000 / part.length);
      expect(compareWording({ title: '', summary: '' }, { title: '', summary: `${long}x` })).toMatch(
        /^(?:cosmetic|new-fact)$/,
      );
    }
  });
});
