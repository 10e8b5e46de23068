/** Namespaces of the feed formats themselves and of their modules, written as `normalize` writes them, by the prefix that the reader knows. */
const namespaces: Readonly<Record<string, string>> = {
  'purl.org/rss/1.0': '',
  'my.netscape.com/rdf/simple/0.9': '',
  'channel.netscape.com/rdf/simple/0.9': '',
  'my.netscape.com/publish/formats/rss-0.91.dtd': '',
  'purl.org/net/rss1.1': '',
  'backend.userland.com/rss': '',
  'backend.userland.com/rss2': '',
  'backend.userland.com/rss091': '',
  'backend.userland.com/rss092': '',
  'blogs.law.harvard.edu/tech/rss': '',
  'www.w3.org/2005/atom': '',
  'purl.org/atom/ns': '',
  'purl.org/echo': '',
  'example.com/newformat': '',
  'example.com/necho': '',
  'uri/of/echo/namespace': '',
  'purl.org/dc/elements/1.0': 'dc',
  'purl.org/dc/elements/1.1': 'dc',
  'purl.org/dc/terms': 'dcterms',
  'purl.org/rss/1.0/modules/content': 'content',
  'purl.org/rss/1.0/modules/syndication': 'sy',
  'search.yahoo.com/mrss': 'media',
  'www.rssboard.org/media-rss': 'media',
  'www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'prismstandard.org/namespaces/1.2/basic': 'prism',
  'prismstandard.org/namespaces/basic/2.0': 'prism',
  'www.w3.org/1999/xhtml': 'xhtml',
  'www.w3.org/1999/02/22-rdf-syntax-ns': 'rdf',
};

/** What a prefix means where nobody declares it. */
const customary: Readonly<Record<string, string>> = {
  rss: '',
  rss1: '',
  atom: '',
  atom03: '',
  atom10: '',
  a10: '',
};

const declaration = /(?:^|\s)xmlns(?::([^\s=]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Names elements as the reader knows them, whatever prefixes a document chose. */
export interface ElementNames {
  /** In lower case, without a prefix for an element of the feed formats, with the customary one for an element of a known module. */
  find(name: string): string;
  /** Takes note of the namespaces that a tag's attributes declare; its own name where they change what it is. */
  declare(name: string, attributes: string): string;
  /** From here on the prefix of this name is that of the feed format. */
  adopt(name: string): void;
}

/**
 * A prefix means what the document last declared it to mean, or what is customary. A namespace that nobody knows leaves an element its
 * prefix, and one without a prefix its plain name: feeds often declare a default namespace of their own making.
 */
export function createElementNames(): ElementNames {
  const prefixes = new Map(Object.entries(customary));
  const found = new Map<string, string>();
  const find = (name: string): string => {
    const known = found.get(name);
    if (known !== undefined) return known;
    const lower = name.toLowerCase();
    const colon = lower.indexOf(':');
    const prefix = colon === -1 ? undefined : lower.slice(0, colon);
    const canonical = prefix === undefined ? lower : join(prefixes.get(prefix) ?? prefix, lower.slice(colon + 1));
    found.set(name, canonical);
    return canonical;
  };
  const learn = (prefix: string, meaning: string): void => {
    if (prefixes.get(prefix) === meaning) return;
    prefixes.set(prefix, meaning);
    found.clear();
  };
  return {
    find,
    declare(name, attributes) {
      let own: string | undefined;
      for (const [, prefix, double, single] of attributes.matchAll(declaration)) {
        const meaning = namespaces[normalize(double ?? single ?? '')];
        if (prefix === undefined) own = meaning;
        else if (meaning !== undefined) learn(prefix.toLowerCase(), meaning);
        else if (Object.hasOwn(customary, prefix.toLowerCase())) learn(prefix.toLowerCase(), prefix.toLowerCase());
      }
      return own && !name.includes(':') ? join(own, name.toLowerCase()) : find(name);
    },
    adopt(name) {
      const colon = name.indexOf(':');
      if (colon !== -1) learn(name.slice(0, colon).toLowerCase(), '');
    },
  };
}

function join(prefix: string, local: string): string {
  return prefix ? `${prefix}:${local}` : local;
}

function normalize(uri: string): string {
  return uri
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/#]+$/, '');
}
