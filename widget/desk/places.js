/**
 * Where people stand on OTRS's pages. The only file that knows OTRS's markup for that.
 *
 * Checked on OTRS 6.0.32, Znuny 6.5.1 and 6.5.26. A page that looks otherwise has no icons there, and nothing breaks.
 * @module
 */

/**
 * Somebody on a page: known by the login, by the name alone, or only to the bridge (the customer of the page's ticket).
 * @typedef {object} Place
 * @property {Element} at the icon comes behind its last child
 * @property {"agent" | "customer"} kind
 * @property {string} login empty: not known here
 * @property {string} name empty: not known here
 */

/** @typedef {(page: Document) => Place[]} Finder */

/**
 * Owner, responsible and whoever else stands in the boxes beside a ticket, with the login in brackets.
 * @type {Finder}
 */
const besideTicket = (page) => [...page.querySelectorAll(".SidebarColumn p.Value[title$=')']")].flatMap((at) => {
  const [, name = "", login = ""] = /^(.*) \(([^()]+)\)$/.exec(at.getAttribute("title") ?? "") ?? [];
  return login ? [{ at, kind: /** @type {const} */ ("agent"), login, name }] : [];
});

/** The customer users of a company. @type {Finder} */
const ofCompany = (page) => [...page.querySelectorAll("#Dashboard0050-CIC-CustomerUserList a.MasterActionLink[href*='CustomerUserID=']")].flatMap((link) => {
  const login = parameter(link.getAttribute("href") ?? "", "CustomerUserID");
  return login && link.parentElement ? [{ at: link.parentElement, kind: /** @type {const} */ ("customer"), login, name: "" }] : [];
});

/** The customer whom the page is about. @type {Finder} */
const customerPage = (page) => {
  const heading = page.querySelector("#CustomerUserInformationCenterHeading");
  const login = parameter(page.location.search, "CustomerUserID") || value(page, "input[name=CustomerUserID]");
  return heading?.parentElement && login ? [{ at: heading.parentElement, kind: "customer", login, name: "" }] : [];
};

/** The customer of a ticket that is being written. @type {Finder} */
const newTicket = (page) => {
  const at = page.querySelector("#CustomerInfo .Content p.Value, #CustomerInfo .Content");
  const login = value(page, "#SelectedCustomerUser");
  return at && login ? [{ at, kind: "customer", login, name: "" }] : [];
};

/** OTRS's own list of those who are logged in: no logins there. @type {Finder} */
const loggedIn = (page) => {
  const box = page.querySelector("#Dashboard0400-UserOnline");
  const kind = box?.querySelector(".UserFilter a.Selected[id$=Customer]") ? "customer" : "agent";
  return [...box?.querySelectorAll("tr.UserRow > td > p") ?? []].map((at) => ({ at, kind, login: "", name: (at.textContent ?? "").replace(/\s+/g, " ").trim() }));
};

const FINDERS = [besideTicket, ofCompany, customerPage, newTicket, loggedIn];

/**
 * @param {Document} page
 * @returns {Place[]}
 */
export function placesOf(page) {
  return FINDERS.flatMap((find) => find(page));
}

/**
 * The line of the ticket's customer box that holds the login or the name.
 * @param {Document} page
 * @param {{login: string, name: string}} customer
 * @returns {Element | null}
 */
export function customerOfTicket(page, { login, name }) {
  const boxes = [...page.querySelectorAll(".SidebarColumn .WidgetSimple")].filter((box) => box.querySelector("a.OpenTicket, a.NoOpenTicket, a[href*='AgentCustomerUserInformationCenter']"));
  const lines = boxes.flatMap((box) => [...box.querySelectorAll("p.Value")]);
  const title = (/** @type {Element} */ line) => line.getAttribute("title") ?? "";
  return lines.find((line) => title(line) === login) ?? lines.find((line) => title(line) === name) ?? null;
}

/**
 * Where the box of people belongs on the dashboard.
 * @param {Document} page
 * @returns {Element | null}
 */
export function dashboardColumn(page) {
  return page.querySelector("#Dashboard, .MainBox.Dashboard")?.querySelector(".SidebarColumn") ?? null;
}

/** What OTRS fills later. @param {Document} page */
export function living(page) {
  return page.querySelector(".MainBox, #ContentItems, #AppWrapper") ?? page.body;
}

/**
 * @param {string} address
 * @param {string} name OTRS separates with `;` or `&`
 */
function parameter(address, name) {
  const found = new RegExp(`[?;&]${name}=([^;&#]*)`).exec(address)?.[1];
  if (!found) return "";
  try {
    return decodeURIComponent(found.replaceAll("+", " "));
  } catch {
    return "";
  }
}

/**
 * @param {Document} page
 * @param {string} selector
 */
function value(page, selector) {
  const field = page.querySelector(selector);
  return field instanceof HTMLInputElement ? field.value : "";
}
