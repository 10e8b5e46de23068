import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArticleFilter, Store } from '../../../lib/jobs/ports.ts';
import { foldText } from '../../../lib/query/match.ts';
import { buildArticle, minutesLater, reviseArticle } from '../../fixtures/builders.ts';
import type { Stores } from '../contract.ts';
import { buildLoner, idsOf, placementOf, placeNew, readPages } from './placing.ts';

const found: [wanted: string, text: string][] = [
  ['airline', 'Airline check-in fails'],
  ['AIRLINE', 'airline check-in fails'],
  ['federation', 'La Fédération réagit'],
  ['Fédération', 'The FEDERATION reacts'],
  ['Fe\u0301de', 'La Fédération réagit'],
  ['airl', 'Two airlines stop'],
  ['border gateway', 'The Border Gateway Protocol leaked'],
  ['border gate', 'The Border-Gateway Protocol leaked'],
  ['check-in', 'Airline check in fails'],
  ['障害', '東京メトロで障害が発生'],
  ['東京メトロ', '東京メトロで障害が発生'],
  ['ガス', 'ガス会社のシステム停止'],
  ['网络安全', '国家网络安全法'],
  ['𠮷野家', '𠮷野家のレジ障害'],
  ['장애', '장애가 발생했다'],
  ['الطيران', 'عطل في الطيران المدني'],
  ['ГОСУСЛУГИ', 'Сбой: госуслуги недоступны'],
  ['हिन्दी', 'हिन्दी समाचार'],
  ['ระบบ', 'ระบบล่มทั่วประเทศ'],
  ['cve-2024-3094', 'Backdoor CVE-2024-3094 found'],
  ['harbour post', 'Words of the publisher count'],
  ['!!!', 'A term without a word keeps nothing out'],
];

const notFound: [wanted: string, text: string][] = [
  ['lines', 'Two airlines stop'],
  ['gateway border', 'The Border Gateway Protocol leaked'],
  ['border protocol', 'The Border Gateway Protocol leaked'],
  ['障東', '東京メトロで障害が発生'],
  ['दी', 'हिन्दी समाचार'],
  ['rail', 'Two airlines stop'],
];

export function findContract({ create, createPair }: Stores): void {
  it('finds the articles seen in a period, its first moment excluded and its last included, newest first', async () => {
    const store = await create();
    for (const minute of [30, 10, 40, 20, 0]) {
      await placeNew(store, buildLoner(`seen at ${minute}`, { seenAt: minutesLater(minute) }));
    }
    const ids = async (filter: ArticleFilter): Promise<string[]> => idsOf((await store.articles.find(filter)).items);
    expect(await ids({})).toEqual(['seen at 40', 'seen at 30', 'seen at 20', 'seen at 10', 'seen at 0']);
    expect(await ids({ from: minutesLater(10), to: minutesLater(30) })).toEqual(['seen at 30', 'seen at 20']);
    expect(await ids({ from: minutesLater(30) })).toEqual(['seen at 40']);
    expect(await ids({ to: minutesLater(10) })).toEqual(['seen at 10', 'seen at 0']);
    expect(await ids({ from: minutesLater(40), to: minutesLater(50) })).toEqual([]);
  });

  it('goes by when an article was seen, not by the date that its publisher gave', async () => {
    const store = await create();
    await placeNew(store, buildLoner('back-dated', { seenAt: minutesLater(10), publishedAt: minutesLater(-9000) }));
    const { items } = await store.articles.find({ from: minutesLater(0), to: minutesLater(20) });
    expect(idsOf(items)).toEqual(['back-dated']);
  });

  it('gives an article once though it was revised twice in the period, as it was known at its end', async () => {
    const store = await create();
    const first = buildLoner('a', { title: 'First wording' });
    const second = reviseArticle(first, minutesLater(10), { title: 'Second wording', topic: 'attack' });
    const third = reviseArticle(second, minutesLater(20), { title: 'Third wording' });
    await placeNew(store, first);
    for (const revised of [second, third]) await store.articles.place(placementOf({ revised: [revised] }));
    const find = async (filter: ArticleFilter): Promise<unknown> => (await store.articles.find(filter)).items;

    expect(await find({})).toStrictEqual([third]);
    expect(await find({ from: minutesLater(-1), to: minutesLater(30) })).toStrictEqual([third]);
    expect(await find({ from: minutesLater(0), to: minutesLater(15) })).toStrictEqual([second]);
    expect(await find({ to: minutesLater(5) })).toStrictEqual([first]);
    expect(await find({ from: minutesLater(10), to: minutesLater(15) })).toEqual([]);
    expect(await find({ words: ['second'] })).toEqual([]);
    expect(await find({ words: ['second'], to: minutesLater(15) })).toStrictEqual([second]);
    expect(await find({ topics: ['outage'] })).toEqual([]);
    expect(await find({ topics: ['outage'], to: minutesLater(5) })).toStrictEqual([first]);
    expect(await readPages((page) => store.articles.find({}, page), 1)).toStrictEqual([third]);
  });

  it('finds by topic, any of those named', async () => {
    const store = await create();
    for (const topic of ['outage', 'attack', 'policy', 'other'] as const)
      await placeNew(store, buildLoner(topic, { topic }));
    const ids = async (topics: string[]): Promise<string[]> =>
      idsOf((await store.articles.find({ topics })).items).sort();
    expect(await ids(['policy'])).toEqual(['policy']);
    expect(await ids(['policy', 'outage'])).toEqual(['outage', 'policy']);
    expect(await ids(['vulnerability'])).toEqual([]);
  });

  it('finds by period, topic and words together, and wants all words', async () => {
    const store = await create();
    const wanted = { title: 'Rail signals fail', seenAt: minutesLater(10) };
    await placeNew(store, buildLoner('wanted', wanted));
    await placeNew(store, buildLoner('too early', { ...wanted, seenAt: minutesLater(1) }));
    await placeNew(store, buildLoner('other topic', { ...wanted, topic: 'policy' }));
    await placeNew(store, buildLoner('other words', { ...wanted, title: 'Rail strike' }));
    const filter = {
      from: minutesLater(5),
      to: minutesLater(15),
      topics: ['outage'],
      words: ['rail', 'signal', 'faulty update'],
    };
    expect(idsOf((await store.articles.find(filter)).items)).toEqual(['wanted']);
    const undefinedParts = { from: undefined, to: undefined, topics: undefined, words: undefined };
    expect((await store.articles.find(undefinedParts)).items).toHaveLength(4);
  });

  describe('finds by words without regard to case and accents, from the beginning of a word:', () => {
    it.each(found)('"%s" in "%s"', async (wanted, text) => {
      const store = await create();
      await placeNew(store, buildLoner('in title', { title: text }), buildLoner('in summary', { summary: text }));
      expect(idsOf((await store.articles.find({ words: [wanted] })).items).sort()).toEqual(['in summary', 'in title']);
    });

    it.each(notFound)('not "%s" in "%s"', async (wanted, text) => {
      const store = await create();
      await placeNew(store, buildLoner('a', { title: text, summary: text, publisher: anyPublisher }));
      expect((await store.articles.find({ words: [wanted] })).items).toEqual([]);
    });
  });

  it('finds any article by any words of it, and by no words that are not in it, whatever signs they hold', async () => {
    const store = await create();
    const piece = fc.oneof(
      fc.constantFrom(
        '"',
        '*',
        ' AND ',
        ' OR ',
        ' NOT ',
        'NEAR(',
        '^',
        ':',
        '-',
        '(',
        ')',
        "'",
        'É',
        'e',
        'ab',
        '東',
        '京',
        ' ',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    let count = 0;
    await fc.assert(
      fc.asyncProperty(text, text, fc.nat(), fc.nat(), async (title, strange, from, length) => {
        const article = buildLoner(`article-${count++}`, { title, seenAt: minutesLater(count) });
        await placeNew(store, article);
        const folded = foldText(`${article.title} ${article.summary} ${article.publisher.name}`);
        const all = folded.trim().split(' ');
        const start = from % all.length;
        const own = all.slice(start, start + 1 + (length % 4)).join(' ');
        expect(await isFound(store, article.id, own)).toBe(true);
        const words = foldText(strange).trim();
        expect(await isFound(store, article.id, strange)).toBe(folded.includes(` ${words}`));
      }),
      { numRuns: 300 },
    );
  });

  it('pages without loss or repetition though all were seen at one moment', async () => {
    const store = await create();
    const articles = Array.from({ length: 23 }, (_, i) => buildArticle({ id: `article-${i}` }));
    await placeNew(store, ...articles);
    for (const limit of [1, 4, 22, 23, 24]) {
      const read = await readPages((page) => store.articles.find({ topics: ['outage'], words: ['air'] }, page), limit);
      expect(idsOf(read).sort()).toEqual(idsOf(articles).sort());
    }
    expect((await store.articles.find({}, { limit: 23 })).next).toBeUndefined();
  });

  it.each([
    ['closed', { from: minutesLater(-1), to: minutesLater(100) }],
    ['open', {}],
  ])('pages a period that is %s as it was at the first page, though articles come and change', async (_, filter) => {
    const [reader, writer] = await createPair();
    const articles = Array.from({ length: 12 }, (_, i) => buildLoner(`article-${i}`, { seenAt: minutesLater(i) }));
    for (const article of articles) await placeNew(writer, article);
    const read = await readPages(
      (page) => reader.articles.find(filter, page),
      3,
      async (page) => {
        await placeNew(writer, buildLoner(`new-${page}`, { seenAt: minutesLater(200 + page) }));
        const unread = articles[page - 1] ?? buildLoner('none');
        const revised = reviseArticle(unread, minutesLater(300 + page), { title: 'Changed meanwhile' });
        expect(await writer.articles.place(placementOf({ revised: [revised] }))).toBe(true);
      },
    );
    expect(read).toStrictEqual(articles.toReversed());
  });
}

const anyPublisher = { name: 'Post', country: 'GB', ownership: 'private' } as const;

async function isFound(store: Store, id: string, words: string): Promise<boolean> {
  const found = await readPages((page) => store.articles.find({ words: [words] }, page), 1000);
  return found.some((article) => article.id === id);
}
