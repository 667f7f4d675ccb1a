// Bytes as text in base 64, and back.

/** @param {Iterable<number>} bytes From 0 to 255. */
export function toBase64(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** The bytes of such a text; an error if it is none. */
export function fromBase64(text) {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let n = 0; n < bytes.length; n++) bytes[n] = characters.charCodeAt(n);
  return bytes; // `Uint8Array.from` is many times slower
}

/** Such a text with the characters that an address may hold. */
export function toLinkText(bytes) {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=*$/, "");
}

/** The bytes of such a text; `null` if it is none. */
export function fromLinkText(text) {
  try {
    return fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return null;
  }
}
