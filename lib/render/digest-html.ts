import type { Digest, DigestArticle, DigestSector, DigestSide, DigestStory, ReceiptRow } from '../digest/digest.ts';
import { tellReceipt } from '../digest/tell.ts';
import { sectors, viewpoints } from '../taxonomy.ts';
import { escapeHtml as e, safeHref } from './escape.ts';
import { pageStyle } from './page-style.ts';
import {
  countOf,
  nameContest,
  nameOfficial,
  namePeriod,
  namePublisher,
  nameSureness,
  nameTime,
  nameTitle,
} from './words.ts';

const namedVoices = 6;
/** More held stories than this are folded away. */
const openHeld = 8;

/**
 * The digest as one self-contained page: no script, nothing loaded from elsewhere, readable in light and dark, on paper and by a
 * screen reader.
 */
export function renderDigestHtml(digest: Digest, items: readonly ReceiptRow[]): string {
  const { stories, query } = digest;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${e(`Faultline: ${namePeriod(digest)}`)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header class="masthead">
<p class="brand">Faultline</p>
<h1>${e(namePeriod(digest))}</h1>
${query ? `<p class="query">Query <code>${e(query)}</code></p>` : ''}
</header>
<main>
${stories.length === 0 ? '<p class="empty">Nothing in this period matches.</p>' : renderContents(digest)}
${stories.map(renderStory).join('\n')}
${renderHeld(digest)}
</main>
<footer>
<p class="receipt">${e(tellReceipt(digest.receipt, stories.length))}</p>
${renderFates(items)}
<p class="id">digest ${e(digest.id)}</p>
</footer>
</body>
</html>
`;
}

function renderContents({ stories }: Digest): string {
  const rows = stories.map((story, i) => {
    const sources = countOf(story.independentPublishers, 'source');
    return `<li><a href="#s${i + 1}">${isolate(nameTitle(story), languageOf(story))}</a> <span class="note">${sources}</span></li>`;
  });
  return `<nav aria-label="Stories"><ol>${rows.join('')}</ol></nav>`;
}

function renderStory(story: DigestStory, i: number): string {
  const { topic, state, reportedAt, summary, changed, articles } = story;
  const tags = [topic, ...(state ? [state] : [])].map((tag) => `<span class="tag ${e(tag)}">${e(tag)}</span>`);
  return `<article id="s${i + 1}" aria-labelledby="t${i + 1}">
<p class="tags">${tags.join(' ')} <span class="note">last report ${renderTime(reportedAt)}</span></p>
<h2 id="t${i + 1}" dir="auto"${langAttribute(languageOf(story))}>${e(nameTitle(story))}</h2>
${summary ? `<p class="summary" dir="auto">${e(summary)}</p>` : ''}
${changed ? `<p class="changed"><strong>Changed:</strong> ${e(changed)}</p>` : ''}
<p class="sure">${e(capitalize(nameSureness(story)))}</p>
${story.official ? `<p class="sure">${isolate(nameOfficial(story.official))}</p>\n` : ''}${renderSectors(story)}
${renderSides(story)}
<details><summary>${countOf(articles.length, 'article')}</summary><ul class="articles">${articles.map(renderArticle).join('')}</ul></details>
</article>`;
}

function renderSectors({ sectors: hit }: DigestStory): string {
  if (hit.length === 0) return '';
  const most = Math.max(1, ...hit.map(({ articles }) => articles.length));
  const rows = hit.map((sector) => renderSector(sector, most));
  return `<h3>Who is hit <small>(articles that say so)</small></h3><ul class="sectors">${rows.join('')}</ul>`;
}

function renderSector({ id, articles }: DigestSector, most: number): string {
  const share = Math.round((100 * articles.length) / most);
  return `<li><span>${e(sectors[id].title)}</span> <span class="bar" style="--share:${share}%" aria-hidden="true"></span> <span class="count">${articles.length}</span></li>`;
}

function renderSides({ viewpoints: sides, contested }: DigestStory): string {
  if (sides.length === 0) return '';
  const pairs = contested.map((pair) => `<li>${e(nameContest(pair))}</li>`).join('');
  const contest = pairs ? `<div class="contested"><strong>Contested</strong><ul>${pairs}</ul></div>` : '';
  return `<h3>Sides</h3><div class="sides">${sides.map(renderSide).join('')}</div>${contest}`;
}

function renderSide({ id, publishers, evidence }: DigestSide): string {
  const { title, position } = viewpoints[id];
  const voices = publishers.slice(0, namedVoices).map((publisher) => `<li>${isolate(namePublisher(publisher))}</li>`);
  const more = publishers.length - namedVoices;
  if (more > 0) voices.push(`<li>${more} more</li>`);
  const words = evidence.map((word) => `<q><bdi>${e(word)}</bdi></q>`).join(' ');
  return `<section class="side"><h4>${e(title)}</h4><p class="position">${e(position)}</p><ul class="voices">${voices.join('')}</ul>${words ? `<p class="words">${words}</p>` : ''}</section>`;
}

function renderArticle(article: DigestArticle): string {
  const url = safeHref(article.url);
  const headline = isolate(nameTitle(article), article.language);
  const title = url ? `<a href="${e(url)}" rel="noopener noreferrer">${headline}</a>` : headline;
  const copy = article.copyOf ? ' <span class="copy">same text as another</span>' : '';
  return `<li>${title} <span class="note">${isolate(namePublisher(article.publisher))}, ${renderTime(article.publishedAt)}</span>${copy}</li>`;
}

function renderHeld({ held }: Digest): string {
  if (held.length === 0) return '';
  const list = `<ul>${held.map((story) => `<li>${isolate(nameTitle(story))}</li>`).join('')}</ul>`;
  const folded = `<details><summary>${countOf(held.length, 'story', 'stories')}</summary>${list}</details>`;
  return `<section class="held" aria-labelledby="held"><h2 id="held">Held for the next digest</h2>${held.length > openHeld ? folded : list}</section>`;
}

function renderFates(items: readonly ReceiptRow[]): string {
  if (items.length === 0) return '';
  const rows = items.map((row) => {
    const term = row.term ? ` <code>${e(row.term)}</code>` : '';
    return `<tr><td>${e(row.fate)}${term}</td><td>${isolate(nameTitle(row))}</td><td>${isolate(row.publisher)}</td></tr>`;
  });
  return `<details class="fates"><summary>What became of every item</summary><table><thead><tr><th scope="col">Fate</th><th scope="col">Item</th><th scope="col">Source</th></tr></thead><tbody>${rows.join('')}</tbody></table></details>`;
}

function renderTime(time: Date): string {
  return `<time datetime="${time.toISOString()}">${e(nameTime(time))}</time>`;
}

/** Text of a feed amid ours: its direction is its own, so that Arabic or Hebrew cannot reorder what stands beside it. */
function isolate(text: string, language = 'und'): string {
  return `<bdi${langAttribute(language)}>${e(text)}</bdi>`;
}

/** The language of the article that gave the story its headline. */
function languageOf({ title, articles }: DigestStory): string {
  return articles.find((article) => article.title === title)?.language ?? 'und';
}

function langAttribute(language: string): string {
  return language === 'und' ? '' : ` lang="${e(language)}"`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
