/**
 * A number before the page's title, for who looks at another tab. The page may change its title meanwhile.
 */
export class TitleCount {
  #shown = "";

  /** @param {number} n */
  set(n) {
    const { title } = document;
    const bare = this.#shown && title.startsWith(this.#shown) ? title.slice(this.#shown.length) : title;
    this.#shown = n ? `(${n}) ` : "";
    if (title !== this.#shown + bare) document.title = this.#shown + bare;
  }
}
