/**
 * The panel of one's own settings: availability, the channels that one takes requests of, sound and notifications.
 * @module
 */
import { attribute, fill, h, icon, setText } from "../ui/dom.js";
import { dot, reasonText } from "./context.js";

/** @typedef {import("../core/deskclient.js").Availability} Availability */

/** @type {Availability[]} */
const AVAILABILITIES = ["none", "internal", "external"];

/**
 * @param {import("./context.js").Context} context
 * @param {{say: (text: string) => void, admin: () => void}} on
 * @returns {import("./popover.js").View}
 */
export function settingsView({ client, i18n, bell }, { say, admin }) {
  const { t } = i18n;
  const state = h("p", { class: "circle", part: "circle", role: "status" });
  const channels = h("div", { class: "checks", part: "channels" });
  const error = h("p", { class: "error", role: "alert" });
  const external = h("p", { class: "hint" }, t("channels_hint"));

  /** What was clicked, until the bridge has said what holds. @type {{availability: Availability, channels: number[]} | null} */
  let wish = null;
  /** @type {import("../core/deskclient.js").Me | null} */
  let before = null;
  /** @param {Availability} availability @param {number[]} channels */
  const save = async (availability, channels) => {
    wish = { availability, channels };
    before = client.me;
    setText(error, "");
    try {
      await client.setAvailability(availability, channels);
    } catch (caught) {
      wish = null;
      setText(error, i18n.error(caught));
    }
    update();
  };
  /** @type {Map<number, HTMLInputElement>} */
  const boxes = new Map();
  const chosen = () => [...boxes].filter(([, box]) => box.checked).map(([id]) => id);
  const radios = AVAILABILITIES.map((value) => {
    const input = h("input", { type: "radio", name: "availability", value, part: `available-${value}`, onchange: () => void save(value, chosen()) });
    return { value, input, element: h("label", { class: "check" }, input, h("span", {}, t(`availability_${value}`), h("small", {}, t(`availability_${value}_text`)))) };
  });
  let drawn = "";
  const drawChannels = () => {
    const permitted = client.me?.channels_permitted ?? [];
    const key = JSON.stringify(permitted);
    if (key === drawn) return;
    drawn = key;
    boxes.clear();
    fill(channels, ...permitted.map(({ id, name, level, comment = "" }) => {
      // Only an owner takes requests; the others are there for what they are invited to.
      const box = h("input", { type: "checkbox", value: String(id), disabled: level !== "owner", onchange: () => void save(wish?.availability ?? client.me?.availability ?? "none", chosen()) });
      boxes.set(id, box);
      return h("label", { class: "check" }, box, h("span", {}, h("span", { dir: "auto" }, name), h("small", { dir: "auto" }, [level === "owner" ? "" : t(`level_${level}`), comment].filter(Boolean).join(" · "))));
    }));
  };

  const sound = h("input", { type: "checkbox", part: "sound", onchange: () => { bell.muted = !sound.checked; } });
  const notify = h("button", { class: "button plain small", part: "notify", type: "button", onclick: () => void tryNotify() }, icon("bell", 16), h("span"));
  const hear = h("button", { class: "button plain small", part: "try-sound", type: "button", onclick: () => bell.play() }, icon("sound", 16), t("sound_test"));
  const blocked = h("p", { class: "hint" });
  /** Asks for the permission; then shows what a notification looks like. */
  const tryNotify = async () => {
    if (bell.permission === "default") await Notification.requestPermission();
    if (bell.permission === "denied") say(t("notify_blocked"));
    bell.notify({ name: "test", title: t("notify_works"), body: t("notify_works_text"), open: () => {} });
    update();
  };
  const toAdmin = h("button", { class: "button plain", part: "open-admin", type: "button", onclick: admin }, icon("gear", 16), t("open_admin"));
  const element = h(
    "div",
    { class: "scroll padded" },
    h("h2", {}, t("view_settings")),
    h("fieldset", {}, h("legend", {}, t("availability")), ...radios.map((radio) => radio.element), state),
    h("fieldset", {}, h("legend", {}, t("my_channels")), channels, external),
    h("fieldset", {}, h("legend", {}, t("announcements")), h("label", { class: "check" }, sound, h("span", {}, t("sound"))), h("div", { class: "tags" }, hear, notify), blocked),
    error,
    h("div", {}, toAdmin),
  );

  const update = () => {
    const { me } = client;
    if (me !== before) wish = null;
    const now = wish ?? me;
    drawChannels();
    for (const { value, input } of radios) {
      input.checked = now?.availability === value;
      input.disabled = !me;
    }
    for (const [id, box] of boxes) box.checked = now?.channels.includes(id) ?? false;
    fill(state, me && dot(me.circle), me && t(`circle_${me.circle}`, { reason: reasonText(i18n, me.reason) }));
    setText(external, me && !me.channels_permitted.length ? t("warning_no_channel_permitted") : t("channels_hint"));
    attribute(toAdmin, "hidden", !me?.admin);
    sound.checked = !bell.muted;
    attribute(notify, "hidden", !bell.permission);
    setText(/** @type {Element} */ (notify.lastElementChild), t(bell.permission === "granted" ? "notify_test" : "notify_allow"));
    setText(blocked, bell.permission === "denied" ? t("notify_blocked") : "");
  };
  return { element, update };
}
