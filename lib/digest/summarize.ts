import type { Article } from '../article.ts';
import { tokenize } from '../classify/tokens.ts';
import { splitSentences, truncate } from '../text.ts';

const minLength = 40;
const maxLength = 260;
/** Summaries of the first so many articles are read: enough for the centre, and a bound on the cost. */
const maxArticles = 60;

interface Candidate {
  text: string;
  terms: Set<string>;
  rank: number;
  position: number;
}

/**
 * Two sentences that the articles themselves say: the one most of them share words with, and the next such that adds something
 * (under a third of shared words). Opinion and other languages than the first choice's come last. In order of publication.
 * The centrality of Radev et al.'s MEAD (2004), on document frequency within the story.
 * @param articles of one story, by time of publication
 * @param title the story's headline, which the summary should not repeat
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
  for (const [position, article] of read.entries()) {
    for (const [i, text] of splitSentences(article.summary, article.language).entries()) {
      if (text.length < minLength || /[?…]$|\.\.\.$|\[|^(?:photo|image|bild|par |by )/i.test(text)) continue;
      const terms = contentTerms(text, article.language);
      const shared = [...terms].reduce((sum, term) => sum + Math.log((frequency.get(term) ?? 1) + 0.5), 0);
      const lead = i === 0 ? 1.25 : 1;
      const long = text.length > maxLength ? 0.6 : 1;
      candidates.push({ text, terms, rank: (lead * long * shared) / Math.sqrt(terms.size + 4), position });
    }
  }
  candidates.sort((a, b) => b.rank - a.rank || a.position - b.position);
  const titleTerms = contentTerms(title, language);
  const first = candidates.find(({ terms }) => overlap(terms, titleTerms) < 0.8) ?? candidates[0];
  if (!first) return truncate(read[0]?.summary ?? '', maxLength);
  const second = candidates.find(({ terms, text }) => text !== first.text && overlap(terms, first.terms) < 0.34);
  return [first, ...(second ? [second] : [])]
    .sort((a, b) => a.position - b.position)
    .map(({ text }) => truncate(text, maxLength))
    .join(' ');
}

/** English if there is any, else the commonest language; reports rather than opinions where there are reports. */
function chooseArticles(articles: readonly Article[]): Article[] {
  const counts = new Map<string, number>();
  for (const { language } of articles) counts.set(language, (counts.get(language) ?? 0) + 1);
  const language = counts.has('en') ? 'en' : [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  const readable = articles.filter((article) => article.language === language && article.summary);
  const reports = readable.filter(({ viewpoints }) => viewpoints.length === 0);
  return (reports.length > 0 ? reports : readable.length > 0 ? readable : [...articles]).slice(0, maxArticles);
}

function contentTerms(text: string, language: string): Set<string> {
  return new Set(
    tokenize(text, language)
      .map(({ stem }) => stem)
      .filter((stem) => stem.length > 3 || /[\u3040-\u9fff\d]/.test(stem)),
  );
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const term of a) if (b.has(term)) both++;
  return both / Math.max(1, Math.min(a.size, b.size));
}
