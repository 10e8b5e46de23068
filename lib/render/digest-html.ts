import type { Digest, DigestArticle, DigestSide, DigestStory } from '../digest/digest.ts';
import { tellReceipt } from '../digest/tell.ts';
import { sectors, viewpoints } from '../taxonomy.ts';
import { escapeHtml as e, safeHref } from './escape.ts';
import { pageStyle } from './page-style.ts';
import { nameContest, namePeriod, namePublisher, nameTime } from './words.ts';

/**
 * The digest as one self-contained page: no script, nothing loaded from elsewhere, readable in light and dark, on paper and by a
 * screen reader.
 */
export function renderDigestHtml(digest: Digest): string {
  const title = `Faultline: ${namePeriod(digest)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${e(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header class="masthead">
<p class="brand">Faultline</p>
<h1>${e(namePeriod(digest))}</h1>
${digest.query ? `<p class="query">Query <code>${e(digest.query)}</code></p>` : ''}
</header>
<main>
${digest.stories.length === 0 ? '<p class="empty">Nothing in this period matches.</p>' : renderContents(digest)}
${digest.stories.map(renderStory).join('\n')}
${renderHeld(digest)}
</main>
<footer>
<p class="receipt">${e(tellReceipt(digest.receipt, digest.stories.length))}</p>
${renderFates(digest)}
<p class="id">digest ${e(digest.id)}</p>
</footer>
</body>
</html>
`;
}

function renderContents({ stories }: Digest): string {
  const rows = stories.map(
    (story, i) => `<li><a href="#s${i + 1}">${e(story.title)}</a> <span>${story.independentPublishers} ${story.independentPublishers === 1 ? 'source' : 'sources'}</span></li>`,
  );
  return `<nav aria-label="Stories"><ol>${rows.join('')}</ol></nav>`;
}

function renderStory(story: DigestStory, i: number): string {
  const tags = [story.topic, ...(story.state ? [story.state] : [])];
  return `<article id="s${i + 1}">
<p class="tags">${tags.map((tag) => `<span class="tag ${e(tag)}">${e(tag)}</span>`).join(' ')} <time datetime="${story.updatedAt.toISOString()}">updated ${e(nameTime(story.updatedAt))}</time></p>
<h2>${e(story.title)}</h2>
<p class="summary">${e(story.summary)}</p>
${story.changed ? `<p class="changed"><strong>Changed:</strong> ${e(story.changed)}</p>` : ''}
${renderSectors(story)}
<p class="sure">${e(capitalize(story.why.replace(/^.*: /, '')))}</p>
${renderSides(story)}
<details><summary>${story.articles.length} ${story.articles.length === 1 ? 'article' : 'articles'}</summary><ul class="articles">${story.articles.map(renderArticle).join('')}</ul></details>
</article>`;
}

function renderSectors({ sectors: hit }: DigestStory): string {
  if (hit.length === 0) return '';
  const most = Math.max(...hit.map(({ articles }) => articles.length));
  const rows = hit.map(({ id, articles }) => {
    const share = Math.round((100 * articles.length) / most);
    return `<li><span class="name">${e(sectors[id].title)}</span><span class="bar" style="--share:${share}%" aria-hidden="true"></span><span class="count">${articles.length}</span></li>`;
  });
  return `<h3>Who is hit <small>(articles that say so)</small></h3><ul class="sectors">${rows.join('')}</ul>`;
}

function renderSides(story: DigestStory): string {
  if (story.viewpoints.length === 0) return '';
  const contested = story.contested.length > 0 ? `<p class="contested"><strong>Contested:</strong> ${story.contested.map((pair) => e(nameContest(pair))).join('; ')}</p>` : '';
  return `<h3>Sides</h3><div class="sides">${story.viewpoints.map(renderSide).join('')}</div>${contested}`;
}

function renderSide(side: DigestSide): string {
  const voices = side.publishers.map((publisher) => `<li>${e(namePublisher(publisher))}</li>`).join('');
  const words = side.evidence.map((evidence) => `<q>${e(evidence)}</q>`).join(' ');
  return `<section class="side"><h4>${e(viewpoints[side.id].title)}</h4><p class="position">${e(viewpoints[side.id].position)}</p><ul>${voices}</ul><p class="words">${words}</p></section>`;
}

function renderArticle(article: DigestArticle): string {
  const url = safeHref(article.url);
  const title = url ? `<a href="${e(url)}" rel="noopener noreferrer">${e(article.title)}</a>` : e(article.title);
  const copy = article.copyOf ? ' <span class="copy">same text as another</span>' : '';
  return `<li lang="${e(article.language)}">${title} <span class="by">${e(namePublisher(article.publisher))}, <time datetime="${article.publishedAt.toISOString()}">${e(nameTime(article.publishedAt))}</time></span>${copy}</li>`;
}

function renderHeld({ held }: Digest): string {
  if (held.length === 0) return '';
  return `<section class="held"><h2>Held for the next digest</h2><ul>${held.map(({ title }) => `<li>${e(title)}</li>`).join('')}</ul></section>`;
}

function renderFates({ fates }: Digest): string {
  const rows = fates.map(
    ({ title, publisher, fate, term }) =>
      `<tr><td>${e(fate)}${term ? ` <code>${e(term)}</code>` : ''}</td><td>${e(title)}</td><td>${e(publisher)}</td></tr>`,
  );
  return `<details class="fates"><summary>What became of every item</summary><table><thead><tr><th>Fate</th><th>Item</th><th>Source</th></tr></thead><tbody>${rows.join('')}</tbody></table></details>`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
