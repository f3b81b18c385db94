/** English: signing in where there is no add-on. */
export default {
  sign_in_title: "Sign in to the chat",
  sign_in_agent: "With your login for OTRS.",
  sign_in_customer: "With your login for this portal.",
  sign_in_login: "Login",
  sign_in_password: "Password",
  sign_in: "Sign in",
  sign_in_missing: "Please enter login and password.",
  sign_in_later: "Signing in does not work at the moment. Please try again later.",
  "error_identity.refused": "Login or password is wrong.",
};
