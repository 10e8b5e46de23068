import type { Article } from '../article.ts';
import { tokenize } from '../classify/tokens.ts';
import { splitSentences, truncate } from '../text.ts';

/** Shorter sentences say little; an ideograph or a syllable counts as two letters. */
const minLength = 40;
const maxLength = 260;
/** Summaries of the first so many articles are read: enough for the centre, and a bound on the cost. */
const maxArticles = 60;
/** Likewise so many characters of each: a feed can send a book. */
const maxRead = 8_000;
const ideograph = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g;

interface Candidate {
  text: string;
  terms: Set<string>;
  rank: number;
  /** Place of the article, then of the sentence in it. */
  article: number;
  sentence: number;
}

/**
 * Two sentences that the articles themselves say: the one most of them share words with, and the next such that adds something
 * (under a third of shared words). One language, and no opinion where that language has reports. In order of publication.
 * The centrality of Radev et al.'s MEAD (2004), on document frequency within the story.
 * @param articles of one story, by time of publication
 * @param title the story's headline, which the summary should not repeat
 * @returns '' where no article has a summary
 */
export function summarizeStory(articles: readonly Article[], title: string): string {
  const read = chooseArticles(articles);
  const language = read[0]?.language ?? 'en';
  const frequency = new Map<string, number>();
  for (const { title: headline, summary } of read) {
    for (const term of contentTerms(`${headline} ${summary}`, language))
      frequency.set(term, (frequency.get(term) ?? 0) + 1);
  }
  const candidates: Candidate[] = [];
  for (const [position, { summary }] of read.entries()) {
    for (const [i, text] of readSentences(summary, language).entries()) {
      if (measure(text) < minLength || /[?…]$|\.\.\.$|\[|^(?:photo|image|bild|par |by )/i.test(text)) continue;
      const terms = contentTerms(text, language);
      if (terms.size === 0) continue;
      const shared = [...terms].reduce((sum, term) => sum + Math.log((frequency.get(term) ?? 1) + 0.5), 0);
      const lead = i === 0 ? 1.25 : 1;
      const long = text.length > maxLength ? 0.6 : 1;
      const rank = (lead * long * shared) / Math.sqrt(terms.size + 4);
      candidates.push({ text, terms, rank, article: position, sentence: i });
    }
  }
  candidates.sort((a, b) => b.rank - a.rank || a.article - b.article || a.sentence - b.sentence);
  const titleTerms = contentTerms(title, language);
  const fresh = candidates.filter(({ terms }) => overlap(terms, titleTerms) < 0.8);
  const first = fresh[0] ?? candidates[0];
  if (!first)
    return truncate(
      readSentences(read[0]?.summary ?? '', language)
        .slice(0, 2)
        .join(' '),
      maxLength,
    );
  const second = fresh.find(({ terms }) => overlap(terms, first.terms) < 0.34);
  return [first, ...(second ? [second] : [])]
    .sort((a, b) => a.article - b.article || a.sentence - b.sentence)
    .map(({ text }) => truncate(text, maxLength))
    .join(' ');
}

/** English if any is told in it, else the commonest language; reports rather than opinions where there are reports. */
function chooseArticles(articles: readonly Article[]): Article[] {
  const told = articles.filter(({ summary }) => summary);
  const counts = new Map<string, number>();
  for (const { language } of told) counts.set(language, (counts.get(language) ?? 0) + 1);
  const language = counts.has('en') ? 'en' : [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  const readable = told.filter((article) => article.language === language);
  const reports = readable.filter(({ viewpoints }) => viewpoints.length === 0);
  return (reports.length > 0 ? reports : readable).slice(0, maxArticles);
}

/** The sentences of what is read of a summary; one that the bound cuts is none, unless it is the only one. */
function readSentences(summary: string, language: string): string[] {
  const sentences = splitSentences(summary.slice(0, maxRead), language);
  return summary.length > maxRead && sentences.length > 1 ? sentences.slice(0, -1) : sentences;
}

function measure(text: string): number {
  return text.replace(ideograph, '··').length;
}

function contentTerms(text: string, language: string): Set<string> {
  return new Set(
    tokenize(text, language)
      .map(({ stem }) => stem)
      .filter((stem) => stem.length > 3 || /[\u0e00-\u0e7f\u3040-\u9fff\uac00-\ud7af\d]/.test(stem)),
  );
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const term of a) if (b.has(term)) both++;
  return both / Math.max(1, Math.min(a.size, b.size));
}
