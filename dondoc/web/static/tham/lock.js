// What is kept is sealed by a key made here; that key is wrapped by the PIN and by this browser.
//
// AES-256-GCM (NIST SP 800-38D); PBKDF2-HMAC-SHA-256 with 600,000 rounds (OWASP, 2023).

export const ROUNDS = 600_000;
const ALGORITHM = { name: "AES-GCM", length: 256 };
const text = new TextEncoder();
const random = (length) => crypto.getRandomValues(new Uint8Array(length));

async function wrapping(pin, salt, rounds) {
  const raw = text.encode(pin.normalize("NFC"));
  const base = await crypto.subtle.importKey("raw", raw, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, base, ALGORITHM, false, ["wrapKey", "unwrapKey"]);
}

// Make a new lock: what is stored of it (`kept`), and the key, which no script can read out.
export async function makeLock(pin, rounds = ROUNDS) {
  const data = await crypto.subtle.generateKey(ALGORITHM, true, ["encrypt", "decrypt"]);
  const browser = await crypto.subtle.generateKey(ALGORITHM, false, ["encrypt", "decrypt"]);
  const [salt, iv, outer] = [random(16), random(12), random(12)];
  const by = await wrapping(pin, salt, rounds);
  const inner = await crypto.subtle.wrapKey("raw", data, by, { name: "AES-GCM", iv });
  const wrapped = await crypto.subtle.encrypt({ name: "AES-GCM", iv: outer }, browser, inner);
  const kept = { salt, iv, outer, rounds, browser, wrapped };
  return { kept, key: await openLock(pin, kept) };
}

// Return the key; throws where the PIN is another.
export async function openLock(pin, kept) {
  const by = await wrapping(pin, kept.salt, kept.rounds);
  const how = { name: "AES-GCM", iv: kept.outer };
  const inner = await crypto.subtle.decrypt(how, kept.browser, kept.wrapped);
  const same = { name: "AES-GCM", iv: kept.iv };
  const may = ["encrypt", "decrypt"];
  return crypto.subtle.unwrapKey("raw", inner, by, same, ALGORITHM, false, may);
}

// Seal a value: it opens again for the same `about` alone.
export async function seal(key, about, value) {
  const iv = random(12);
  const how = { name: "AES-GCM", iv, additionalData: text.encode(about) };
  const content = text.encode(JSON.stringify(value));
  return { iv, content: await crypto.subtle.encrypt(how, key, content) };
}

export async function unseal(key, about, sealed) {
  const how = { name: "AES-GCM", iv: sealed.iv, additionalData: text.encode(about) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, sealed.content)));
}

// Say what is wrong with a PIN: "short", "plain"; "" for nothing.
export function weak(pin) {
  if ([...pin].length < 6) return "short";
  const steps = new Set([...pin].slice(1).map((one, at) => one.codePointAt(0) - pin.codePointAt(at)));
  return steps.size === 1 && [-1, 0, 1].includes([...steps][0]) ? "plain" : "";
}
