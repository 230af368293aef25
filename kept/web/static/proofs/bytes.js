// Bytes: written and read back in one way only, hashed, compared, and signatures checked.
import * as noble from "../vendor/noble-ed25519-3.2.0.js";

const encoder = new TextEncoder();

export const utf8 = (text) => encoder.encode(text);

export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let place = 0;
  for (const part of parts) { all.set(part, place); place += part.length; }
  return all;
}

export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

export const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

// The bytes, or null for any writing but the one of RFC 4648 §4.
export function fromBase64(text) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4) return null;
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  return base64Long(bytes) === text ? bytes : null;
}

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

// Ed25519 by the browser; by noble where the browser has none.
export async function signed(publicKey, signature, bytes) {
  if (signature.length !== 64) return false;
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, bytes);
  } catch {
    return signedByNoble(publicKey, signature, bytes);
  }
}

export async function signedByNoble(publicKey, signature, bytes) {
  try {
    return await noble.verifyAsync(signature, bytes, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

function base64Long(bytes) {
  let text = "";
  for (let place = 0; place < bytes.length; place += 3000) text += base64(bytes.subarray(place, place + 3000));
  return text;
}
