import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Why a sealed text cannot be opened. */
type SealFault = { kind: 'other-key'; sealedWith: string; ours: string } | { kind: 'changed' };

/** Keeps texts that only the holder of a key can read, each for one owner. */
export interface Sealer {
  seal(text: string, owner: string): string;
  open(sealed: string, owner: string): { kind: 'opened'; text: string } | SealFault;
}

const format = 'v1';
const algorithm = 'aes-256-gcm';
const keyLength = 32;
/** NIST SP 800-38D, 8.2: 96 random bits. */
const ivLength = 12;
const tagLength = 16;

/** The key in a setting, `undefined` where it is not 32 bytes in Base64 (`openssl rand -base64 32`). */
export function readKey(text: string): Buffer | undefined {
  const key = Buffer.from(text, 'base64');
  const isWhole = key.toString('base64').replace(/=+$/, '') === text.trim().replace(/=+$/, '');
  return isWhole && key.length === keyLength ? key : undefined;
}

/**
 * Seals with AES-256-GCM. A sealed text names its format and its key, so that a wrong key can be told from a changed text; its owner
 * is part of what is sealed, so that it opens for nobody else.
 */
export function createSealer(key: Buffer): Sealer {
  const keyId = createHash('sha256').update('faultline key\n').update(key).digest('hex').slice(0, 8);
  const bind = (owner: string): Buffer => Buffer.from([format, keyId, owner].join('\n'));
  return {
    seal(text, owner) {
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagLength }).setAAD(bind(owner));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const parts = [iv, cipher.getAuthTag(), body].map((part) => part.toString('base64url'));
      return [format, keyId, ...parts].join('.');
    },
    open(sealed, owner) {
      const [sealedFormat, sealedWith = '', ...parts] = sealed.split('.');
      if (sealedFormat !== format || parts.length !== 3) return { kind: 'changed' };
      if (sealedWith !== keyId) return { kind: 'other-key', sealedWith, ours: keyId };
      const [iv, tag, body] = parts.map((part) => Buffer.from(part, 'base64url'));
      try {
        if (!iv || !tag || !body) return { kind: 'changed' };
        const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagLength })
          .setAAD(bind(owner))
          .setAuthTag(tag);
        return { kind: 'opened', text: Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8') };
      } catch {
        return { kind: 'changed' };
      }
    },
  };
}
