import { createHash } from 'node:crypto';
import type { Incident } from './incident.ts';
import type { Ownership, Sector, Topic, Viewpoint } from './taxonomy.ts';
import { stripPublisherSuffix, truncate } from './text.ts';
import { canonicalizeUrl, resolveUrl } from './url.ts';

/** What a publisher said: one entry of a feed document, its text already plain. */
export interface Item {
  guid?: string;
  /** Absolute where the feed gave enough to make it so; otherwise absent. */
  url?: string;
  title: string;
  summary: string;
  content?: string;
  published?: Date;
  updated?: Date;
  /** What a status page says of an incident in this entry. */
  incident?: Incident;
}

export interface Publisher {
  name: string;
  /** ISO 3166 alpha-2, or `INT`. */
  country: string;
  ownership: Ownership;
}

export interface Label<Id extends string = string> {
  id: Id;
  /** Calibrated probability, 0 to 1. */
  score: number;
  /** Words of this very article that decided, heaviest first. Never empty. */
  evidence: string[];
}

/** What the classifier says of an article. */
export interface Judgement {
  topic: Topic;
  topicScore: number;
  sectors: Label<Sector>[];
  viewpoints: Label<Viewpoint>[];
}

/** An item before judging: ours by identity, place and time. */
export interface ArticleDraft {
  /** 16 hex digits: hash of the canonical URL, or of feed and guid where there is none. */
  id: string;
  feedId: string;
  publisher: Publisher;
  /** As the publisher gave it, for readers to open; '' where it gave none that opens. */
  url: string;
  title: string;
  summary: string;
  content?: string;
  publishedAt: Date;
  seenAt: Date;
  /** BCP 47 primary language, `und` where undetermined. */
  language: string;
  /** It comes from a status feed: the provider's own word on its incident. */
  isOfficial?: true;
  /** What that says of state, impact and components, where its wording is known. */
  incident?: Incident;
}

export interface Article extends ArticleDraft, Judgement {
  storyId: string;
  /** 1 at first sight; one more at each change of the item's words. */
  revision: number;
  /** When this revision was first seen; equals `seenAt` for revision 1. */
  revisedAt: Date;
  /** What the latest revision changed; absent for revision 1. */
  change?: 'cosmetic' | 'new-fact';
}

/** Dates before the first web feeds are a publisher's default value, not news. */
const earliestDate = Date.UTC(1995, 0, 1);

/**
 * Makes the article of an item, not yet judged or placed.
 * A date in the future, before 1995 or missing becomes `seenAt`, so that a wrong clock cannot pin an item to the top.
 * @returns `undefined` for an item with neither title nor summary: there is nothing to judge
 */
export function createArticleDraft(
  item: Item,
  feed: { id: string; title: string; publisher: Publisher; language?: string },
  seenAt: Date,
  detectLanguage: (text: string, hint: string | undefined) => string,
): ArticleDraft | undefined {
  const title = stripPublisherSuffix(item.title, [feed.publisher.name, feed.title]);
  if (!title && !item.summary) return undefined;
  const page = item.url ? canonicalizeUrl(item.url) : '';
  const isPlausible = (date: Date | undefined) =>
    date !== undefined && date.getTime() >= earliestDate && date <= seenAt;
  return {
    id: identify(page || `${feed.id}\n${item.guid || `${item.title}\n${item.summary}`}`),
    feedId: feed.id,
    publisher: feed.publisher,
    url: page && item.url ? (resolveUrl(item.url, undefined) ?? '') : '',
    title: title || truncate(item.summary, 120),
    summary: item.summary,
    ...(item.content ? { content: item.content } : {}),
    publishedAt: [item.published, item.updated].find(isPlausible) ?? seenAt,
    seenAt,
    language: detectLanguage(`${title}. ${item.summary}`, feed.language),
    ...(item.incident ? { incident: item.incident } : {}),
  };
}

/**
 * A content id: the first 16 hex digits of a SHA-256. At a million ids the chance of any collision is about 3 in 10^8.
 */
export function identify(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

interface Wording {
  title: string;
  summary: string;
  language?: string;
}

/**
 * What a new wording of a known article changes: `undefined` for nothing; `new-fact` where a figure, a negation, a stage of the event
 * or a name came in that was nowhere before, or a negation went; `cosmetic` otherwise.
 */
export function compareWording(before: Wording, after: Wording): 'cosmetic' | 'new-fact' | undefined {
  if (before.title === after.title && before.summary === after.summary) return undefined;
  const old = readFacts(before);
  const now = readFacts(after);
  const isNew = [...now.facts].some((fact) => !old.facts.has(fact) && !old.words.has(fact));
  // A text that is only cut shorter takes nothing back.
  const isCut = old.text.startsWith(/^.*[^\s.…]/s.exec(now.text)?.[0] ?? '');
  const isTakenBack = !isCut && old.facts.has(negation) && !now.facts.has(negation);
  return isNew || isTakenBack ? 'new-fact' : 'cosmetic';
}

/** Stands for "not" in every language; no word contains a space. */
const negation = 'not so';
const negations =
  /^(?:no|not|never|none|without|cannot|\p{L}+n['’]t|nicht|kein\p{L}*|nie|ohne|pas|aucun\p{L}*|jamais|sin|nunca|ning\p{L}+|não|sem|nenhum\p{L}*|не|нет|без)$/u;
const unspacedNegation = /[没沒未无無]|不[会會能是再]|ない|なかった|ません/;

/** Stages of an event by the beginnings of their words, in the languages that the classifier has learned. */
const stages =
  /^(?:resolv|restor|recover|confirm|den(?:y|ie)|correct(?:ion|ed)|retract|monitor|identified|arrest|fined$|kill|dead$|update$|rétabl|démen|arrêt|rectifi|restablec|resuel|desmient|desmint|detenid|correg|restabelec|resolvid|confirmad|deti[dv]|corrig|behob|wiederherg|bestätigt|dementier|festgenom|verhaft|berichtig|восстанов|устран|подтверд|опроверг|задерж|арест)/u;
const unspacedStage = /恢复|恢復|復旧|确认|確認|否认|否認|逮捕|被捕|更正|訂正|死亡/g;

/** Pages that say when they were last touched do so at each touch. */
const touchedAt =
  /(?:updated|mis à jour|aktualisiert|actualizado|atualizado|обновлено)[^\n\d]{0,20}\d{1,2}[:.h]\d{2}/giu;

/** Figures, negations, stages of an event and names: what a reader would call news in a changed item; and all words, lower case. */
function readFacts({ title, summary, language }: Wording): { text: string; facts: Set<string>; words: Set<string> } {
  const text = `${title}\n${summary}`.normalize('NFKC').replace(touchedAt, '');
  const facts = new Set<string>(Array.from(text.matchAll(unspacedStage), ([stage]) => stage));
  const words = new Set<string>();
  if (unspacedNegation.test(text)) facts.add(negation);
  for (const field of text.split('\n')) {
    const capitals: string[] = [];
    let uncapitalised = 0;
    for (const { 0: word, index } of field.matchAll(/\d+(?:[.,:]\d+)*|\p{L}+(?:['’]\p{L}+)*/gu)) {
      const lower = word.toLowerCase();
      words.add(lower);
      const [stage] = stages.exec(lower) ?? [];
      if (/^\d/.test(word)) facts.add(readFigure(word));
      else if (negations.test(lower)) facts.add(negation);
      else if (stage) facts.add(stage);
      else if (word.length > 3 && !/(?:^|[.!?:]\s+)["“„«'‘(]*$/u.test(field.slice(Math.max(0, index - 4), index))) {
        if (word === lower) uncapitalised++;
        else capitals.push(lower);
      }
    }
    // Where most words have a capital (headlines in title case, German nouns), a capital makes no name.
    if (language !== 'de' && capitals.length <= Math.max(2, uncapitalised))
      for (const name of capitals) facts.add(name);
  }
  return { text, facts, words };
}

/** "1,000", "1.000" and "1000" are one figure. */
function readFigure(text: string): string {
  return text.replace(/[.,](?=\d{3}(?!\d))/g, '');
}
