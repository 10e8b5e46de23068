import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The page as a browser gets it: the document, and what it names as `/page.js` and `/page.css`. */
export interface Page {
  html: string;
  script: string;
  style: string;
}

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1d5a82"/><path d="M4 19h7l4-9 4 13 3-7h6" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>';

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Playground</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}">
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body>
<div id="root"></div>
<noscript><p>The playground is a page that runs in the browser: switch JavaScript on to use it.</p></noscript>
</body>
</html>
`;

/**
 * Loads the page. In a checkout it is bundled from its sources at each call; the packaged command has it ready in `page/` beside it,
 * where the build script wrote what this function gave.
 */
export async function loadPage(): Promise<Page> {
  const folder = new URL('./page/', import.meta.url);
  const source = fileURLToPath(new URL('main.tsx', folder));
  if (existsSync(source)) return { html, ...(await bundle([source, fileURLToPath(new URL('style.css', folder))])) };
  const [script, style] = await Promise.all(
    ['main.js', 'style.css'].map((name) => readFile(new URL(name, folder), 'utf8')),
  );
  return { html, script: script ?? '', style: style ?? '' };
}

async function bundle(entryPoints: string[]): Promise<Omit<Page, 'html'>> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints,
    outdir: 'out',
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2024',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  const find = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: find('.js'), style: find('.css') };
}
