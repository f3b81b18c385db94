/** Deutsch: anmelden, wo es kein Add-on gibt. */
export default {
  sign_in_title: "Beim Chat anmelden",
  sign_in_agent: "Mit Ihrem Login für OTRS.",
  sign_in_customer: "Mit Ihrem Login für dieses Portal.",
  sign_in_login: "Login",
  sign_in_password: "Passwort",
  sign_in: "Anmelden",
  sign_in_missing: "Bitte geben Sie Login und Passwort ein.",
  sign_in_later: "Die Anmeldung ist im Augenblick nicht möglich. Bitte versuchen Sie es später noch einmal.",
  "error_identity.refused": "Login oder Passwort ist falsch.",
};
