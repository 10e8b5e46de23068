/** Text made harmless inside HTML elements and double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/** An address fit for a link, '' for anything but http and https: feeds carry `javascript:` too. */
export function safeHref(url: string): string {
  return /^https?:\/\/[^\s"'<>]+$/i.test(url) ? url : '';
}

/**
 * Text made harmless on a terminal: control characters, and with them every escape sequence, gone.
 */
export function escapeTerminal(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}
