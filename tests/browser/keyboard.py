"""Somebody without a mouse, who hears what a screen reader would say of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.patience import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What the live regions of the chat's elements say, from now on.
_LISTEN = """(hosts) => {
  window.chatSaid = [];
  const regions = "[role=status], [role=alert], [role=log]";
  const hear = (mutations) => {
    for (const { target, addedNodes } of mutations) {
      const at = target instanceof Element ? target : target.parentElement;
      const region = at?.closest(regions) ?? [...addedNodes].find((node) => node.matches?.(regions));
      if (!region || region.getAttribute("aria-live") === "off" || !region.checkVisibility()) continue;
      const own = region.getAttribute("role") === "log" ? [...addedNodes] : [region];
      window.chatSaid.push(...own.map((node) => node.textContent.trim()).filter(Boolean));
    }
  };
  for (const host of hosts) {
    const root = document.querySelector(host)?.shadowRoot;
    const all = { childList: true, subtree: true, characterData: true };
    if (root) new MutationObserver(hear).observe(root, all);
  }
}"""
# Whether they have said that; if so, all that they have said is forgotten.
_HEARD = """(words) => {
  const heard = window.chatSaid.some((said) => said.includes(words));
  if (heard) window.chatSaid.length = 0;
  return heard;
}"""
# What has the focus, in whatever shadow root, and whether one sees that it has.
_FOCUS = """() => {
  let it = document.activeElement;
  while (it?.shadowRoot?.activeElement) it = it.shadowRoot.activeElement;
  if (!it || it === document.body || it === document.documentElement) return null;
  const marked = [it, it.closest(".box")].filter(Boolean).map((one) => getComputedStyle(one));
  const box = it.getBoundingClientRect();
  return {
    part: it.getAttribute("part") ?? "", action: it.dataset.action ?? "", id: it.id,
    label: it.getAttribute("aria-label") || it.labels?.[0]?.innerText || it.innerText || "",
    window: it.closest("[part=window]")?.getAttribute("aria-label") ?? "",
    shown: it.checkVisibility() && box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    marked: marked.some(({ outlineStyle, boxShadow }) => outlineStyle !== "none" || boxShadow !== "none"),
  };
}"""
_MOST_STEPS = 60


class Keyboard:
    """The keys of that page, and its ears. ``press`` and ``to`` fail where the focus is lost or not seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def listen(self, *hosts: str) -> Keyboard:
        """Hear the live regions of these elements, which are there already."""
        self.page.evaluate(_LISTEN, list(hosts))
        return self

    def heard(self, words: str) -> None:
        """Wait until a live region has said that, and forget all that was said so far."""
        try:
            until(lambda: self.page.evaluate(_HEARD, words), self.page)
        except AssertionError:
            said = self.page.evaluate("window.chatSaid")
            raise AssertionError(f"nothing said {words!r}, but {said}") from None

    @property
    def focus(self) -> dict[str, Any]:
        """What has the focus: its ``part``, ``action``, ``label``, and the ``window`` that it is in."""
        found: dict[str, Any] | None = self.page.evaluate(_FOCUS)
        assert found, "nothing has the focus"
        return found

    def on(self, part: str, *, window: str = "") -> None:
        """Wait until the part has the focus, in the window with that person; one must see that it has."""
        wanted = {"part": part, "window": f"Chat with {window}" if window else ""}
        now: dict[str, Any] = {}

        def there() -> bool:
            nonlocal now
            now = self.page.evaluate(_FOCUS) or {}
            return part in now.get("part", "").split() and wanted["window"] in now.get("window", "")

        try:
            until(there, self.page)
        except AssertionError:
            raise AssertionError(f"the focus is not on {wanted}, but on {now or 'nothing'}") from None
        self._seen()

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Write where the focus is."""
        self.page.keyboard.type(text)

    def to(self, part: str, *, back: bool = False, action: str = "") -> None:
        """Go there with Tab (or Shift and Tab), or in a menu to the entry ``action`` with the arrow keys."""
        key = "ArrowDown" if action else "Shift+Tab" if back else "Tab"
        passed = []
        for _ in range(_MOST_STEPS):
            here = self._step(key)
            if (part in here["part"].split() and not action) or (action and here["action"] == action):
                return
            passed.append(here["part"] or here["label"][:20])
        raise AssertionError(f"{key} does not lead to {part or action}, but to {passed}")

    def to_label(self, label: str) -> None:
        """Go with Tab to what has that name."""
        passed = []
        for _ in range(_MOST_STEPS):
            name = self._step("Tab")["label"].strip()
            if name == label:
                return
            passed.append(name[:20])
        raise AssertionError(f"Tab does not lead to {label}, but to {passed}")

    def _step(self, key: str) -> dict[str, Any]:
        self.press(key)
        if "Tab" in key and not self.page.evaluate(_FOCUS):
            self.press(key)  # behind the last comes the browser's own bar
        return self._seen()

    def _seen(self) -> dict[str, Any]:
        here = self.focus
        assert here["shown"], f"the focus is out of sight: {here}"
        assert here["marked"], f"nobody sees where the focus is: {here}"
        return here
