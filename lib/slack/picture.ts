import { fileURLToPath } from 'node:url';

/**
 * Draws an SVG as a PNG of its own size, beside the event loop. Text is set in DejaVu Sans alone, so that every machine draws the
 * same. The library is native and is loaded when it is first needed: a machine for which there is no build of it misses only pictures.
 */
export async function drawPng(svg: string): Promise<Buffer> {
  const { renderAsync } = await import('@resvg/resvg-js');
  // The font is a package of its own: it is found from here in the sources and in the packaged program alike.
  const font = import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
  const picture = await renderAsync(svg, {
    font: { loadSystemFonts: false, fontFiles: [fileURLToPath(font)], defaultFontFamily: 'DejaVu Sans' },
  });
  return picture.asPng();
}
