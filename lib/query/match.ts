import type { Article, Publisher } from '../article.ts';
import type { Story } from '../stories/story.ts';
import { topicsInScope } from '../taxonomy.ts';
import type { Query, Term } from './query.ts';

type PublisherTerm = Extract<Term, { kind: 'country' | 'owner' | 'source' }>;

/** Named in receipts where a query says nothing of topics and an article is in none of those in scope. */
const scopeTerm = `topic:${topicsInScope.join(',')}`;

/**
 * The term that keeps an article out of a query, as the person wrote it; `undefined` where it matches. Terms about whole stories
 * (`state:`, `sources:`, `is:`) keep no article out.
 */
export function findMismatch(query: Query, article: Article, now: Date): string | undefined {
  if (article.topic === 'other' && !namesTopic(query)) return scopeTerm;
  const wrong = query.terms.find((term) => !isStoryTerm(term) && holds(term, article, now) === term.negated);
  return wrong?.source;
}

/**
 * The term about whole stories that keeps a story out, `undefined` where it matches. A story that most of its articles put out of
 * scope is out of scope.
 * @param isNew says whether nobody was told of the story before
 */
export function findStoryMismatch(query: Query, story: Story, isNew: boolean): string | undefined {
  if (story.topic === 'other' && !namesTopic(query)) return scopeTerm;
  const wrong = query.terms.find((term) => isStoryTerm(term) && holdsOfStory(term, story, isNew) === term.negated);
  return wrong?.source;
}

/** Whether a query has terms about whole stories, so that articles alone do not tell what it wants. */
export function asksOfStories({ terms }: Query): boolean {
  return terms.some(isStoryTerm);
}

/** Whether a query asks for a publisher by name, country or ownership, and rules it out by none of them. */
export function namesPublisher({ terms }: Query, publisher: Publisher): boolean {
  const about = terms.filter(isPublisherTerm);
  return (
    about.some(({ negated }) => !negated) && about.every((term) => isOfPublisher(term, publisher) !== term.negated)
  );
}

function isPublisherTerm(term: Term): term is PublisherTerm {
  return term.kind === 'country' || term.kind === 'owner' || term.kind === 'source';
}

function isOfPublisher(term: PublisherTerm, { name, country, ownership }: Publisher): boolean {
  switch (term.kind) {
    case 'country':
      return term.codes.includes(country);
    case 'owner':
      return term.ids.includes(ownership);
    case 'source':
      return isNamed(name, term.names);
  }
}

/** Whether a name has one of the wanted ones in it. */
function isNamed(name: string, names: readonly string[]): boolean {
  const folded = foldText(name);
  return names.some((wanted) => folded.includes(foldText(wanted).trim()));
}

function namesTopic(query: Query): boolean {
  return query.terms.some(({ kind, negated }) => kind === 'topic' && !negated);
}

function isStoryTerm({ kind }: Term): boolean {
  return kind === 'state' || kind === 'sources' || kind === 'is';
}

function holds(term: Term, article: Article, now: Date): boolean {
  switch (term.kind) {
    case 'word':
      return hasWord(readWords(article), foldText(term.text).trim());
    case 'phrase':
      return hasPhrase(readWords(article), foldText(term.text).trim());
    case 'topic':
      return term.ids.includes(article.topic);
    case 'sector':
      return article.sectors.some(({ id }) => term.ids.includes(id));
    case 'view':
      return article.viewpoints.some(({ id }) => term.ids.includes(id));
    case 'country':
    case 'owner':
    case 'source':
      return isOfPublisher(term, article.publisher);
    case 'component':
      return (article.incident?.components ?? []).some((name) => isNamed(name, term.names));
    case 'lang':
      return term.codes.includes(article.language);
    case 'since':
      return article.revisedAt.getTime() >= now.getTime() - term.span;
    default:
      return true;
  }
}

/** Folding costs more than all else here, and one article is matched against the queries of many subscriptions. */
const wordsOf = new WeakMap<Article, string>();

function readWords(article: Article): string {
  const known = wordsOf.get(article);
  if (known !== undefined) return known;
  const words = foldText(`${article.title} ${article.summary} ${article.publisher.name}`);
  wordsOf.set(article, words);
  return words;
}

function holdsOfStory(term: Term, story: Story, isNew: boolean): boolean {
  switch (term.kind) {
    case 'state':
      return story.state !== undefined && term.ids.includes(story.state);
    case 'sources': {
      const { operator, count } = term;
      const found = story.independentPublishers;
      return operator === '>' ? found > count : operator === '<' ? found < count : found === count;
    }
    case 'is':
      return isNew;
    default:
      return true;
  }
}

/**
 * Lower case without accents, every run of other characters one space, with one at each end; ideographs and kana stand alone, since
 * nothing parts their words. Vowel signs of Indic scripts and the voicing of kana are no accents: they stay.
 */
export function foldText(text: string): string {
  const folded = text
    .normalize('NFKD')
    .replace(/(?![\u3099\u309a])[\p{Script=Inherited}\u0591-\u05c7]/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u3040-\u30ff\u3400-\u9fff]/g, ' $& ')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
  return ` ${folded} `;
}

/**
 * The word itself or one that goes on by at most two letters: "airline" finds "airlines", "rail" not "railway". A word of three letters
 * stands alone, and so does the T of "AT&T".
 */
function hasWord(text: string, word: string): boolean {
  // A Hangul syllable is two letters or three, which its decomposition counts.
  const letters = word.slice(word.lastIndexOf(' ') + 1).normalize('NFD').length;
  const slack = letters > 3 ? 2 : 0;
  for (let at = text.indexOf(` ${word}`); at >= 0; at = text.indexOf(` ${word}`, at + 1)) {
    const end = at + 1 + word.length;
    if (text.indexOf(' ', end) - end <= slack) return true;
  }
  return false;
}

function hasPhrase(text: string, phrase: string): boolean {
  return text.includes(` ${phrase} `);
}
