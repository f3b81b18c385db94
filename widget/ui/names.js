/**
 * @param {string} name
 * @returns {string} at most two characters for an avatar
 */
export function initials(name) {
  const words = name.trim().split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return chosen.map((word) => [...word].find((char) => /[\p{L}\p{N}]/u.test(char)) ?? "").join("").toLocaleUpperCase();
}
