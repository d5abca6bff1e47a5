package dev.releaserecord.api;

/**
 * What the API server holds a body against (CEL, RE2), and what it tells the author to write
 * instead.
 *
 * <p>CEL carries every rule whose refusal a person will read: a {@code pattern} would print its
 * expression. A pattern stands only where CEL over nested lists costs more than the API server
 * grants. Refusals that matter repeat the value, because API servers up to 1.34 leave it out.
 */
final class Rules {

  static final String LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";
  static final String NAME = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";
  static final String KEY = "^[-._a-zA-Z0-9]+$";
  static final String KEY_OR_OTHER = "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[-._a-zA-Z0-9]+$";

  static final String IS_LABEL = "self.matches(r'" + LABEL + "')";
  static final String WRITE_LABEL =
      "write lower-case letters, digits and '-', a letter or digit at both ends, such as users-api";

  static final String IS_NAME = "self.matches(r'" + NAME + "')";
  static final String WRITE_NAME =
      "write the name of an object: lower-case letters, digits, '-' and '.', a letter or digit at"
          + " both ends, such as users-rds";

  static final String IS_KIND = "self.matches(r'^[A-Z][A-Za-z0-9]*$')";
  static final String WRITE_KIND = "write the kind as in a manifest, such as StatefulSet";

  static final String IS_API_VERSION =
      "self.matches(r'^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[a-z][-a-z0-9]*$')";
  static final String WRITE_API_VERSION =
      "write the API version as in a manifest, such as apps/v1 or v1";

  /** {@link GoDuration} without a sign; the digits are few enough for no sum to overflow. */
  static final String IS_DURATION =
      "self.matches(r'^([0-9]{1,5}(\\.[0-9]{1,9})?[hm]|[0-9]{1,9}(\\.[0-9]{1,9})?s"
          + "|[0-9]{1,12}(ms|us|µs|ns))+$')";

  static final String DURATION_EXAMPLES =
      ": a number with a unit of h, m, s or ms, such as 90s, 10m or 1h30m";

  static final String IS_TIME =
      "self.matches(r'^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
          + "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$')"
          + " && timestamp(self) > timestamp('0001-01-01T00:00:00Z')";
  static final String WRITE_TIME =
      "write an instant as RFC 3339 has it, such as 2026-12-01T08:00:00Z";

  static final String IS_DIGEST = "self.matches(r'^sha256:[0-9a-f]{64}$')";
  static final String WRITE_DIGEST =
      "write sha256: and 64 lower-case hex digits (`release-operator resolve IMAGE:TAG` prints"
          + " them for a tag), or leave digest out while there is no build";
  static final String WRITE_DIGEST_SET =
      "write sha256: and 64 lower-case hex digits, as status.digestSet of the record shows them";
  static final String ARE_DIGEST_SETS = "self.all(set, set.matches(r'^sha256:[0-9a-f]{64}$'))";
  static final String WRITE_DIGEST_SETS =
      "write each as sha256: and 64 lower-case hex digits, as status.history shows them";

  /** The grammar of a repository as registries have it, in lower case throughout. */
  static final String IS_REPOSITORY =
      "self.matches(r'^(([a-z0-9][-.a-z0-9]*|\\[[0-9a-f:]+\\])(:[0-9]{1,5})?/)?"
          + "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$')";

  static final String WRITE_REPOSITORY =
      "image is the repository alone, without tag and digest, such as ghcr.io/example/users";
  static final String REPOSITORY_MESSAGE =
      "self.contains('@') ? '\\'' + self + '\\' carries a digest or a placeholder for one:"
          + " write the part before @ as image, and the digest into digest'"
          + " : self.contains('://') ? '\\'' + self + '\\' carries a scheme:"
          + " write the part after :// as image'"
          + " : self.matches(r':[^/]*$') ? '\\'' + self + '\\' carries a tag:"
          + " write the part before it as image, and into digest what"
          + " `release-operator resolve` prints for it'"
          + " : '\\'' + self + '\\' is not a repository: write it in lower case and without"
          + " placeholders, such as ghcr.io/example/users'";
  static final String WRITE_PREFIX =
      "write a registry and a path, in lower case, without tag, placeholder and trailing slash,"
          + " such as ghcr.io/example";

  /** Few and short terms: there may be thousands of URLs, and their length is the price. */
  static final String IS_URL =
      "(self.startsWith('http://') || self.startsWith('https://'))"
          + " && !self.startsWith('http:///') && !self.startsWith('https:///')"
          + " && isURL(self) && !self.matches('[ @<$]')";

  static final String WRITE_URL =
      "write an absolute URL that begins with http:// or https://, without placeholder, user and"
          + " password (%40 for @, %24 for $), such as http://users.gobee.svc:8080/healthz";

  static final String IS_SCHEME = "self in ['http', 'https']";
  static final String WRITE_SCHEME = "write http or https";
  static final String IS_METHOD =
      "self in ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']";
  static final String WRITE_METHOD =
      "write GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS, in capitals";

  static final String IS_PATH = "self.matches(r'^/\\S*$')";
  static final String WRITE_PATH = "write a path that begins with /, such as /healthz";

  static final String IS_HOST =
      "self.matches(r'^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?$') || isIP(self)";
  static final String WRITE_HOST =
      "write a DNS name or an IP address, without scheme and port, such as users.gobee.svc";

  static final String ARE_STATUS_CODES = "self.all(code, code >= 100 && code <= 599)";
  static final String WRITE_STATUS_CODES = "write status codes from 100 to 599, such as 200";

  /**
   * Names first, as plain strings: comparing the services themselves takes three seconds of the API
   * server's time for 256 of them.
   */
  static final String NAMES_ARE_UNIQUE =
      "[self.map(s, s.name)].all(all, all.all(n, all.indexOf(n) == all.lastIndexOf(n)))";

  static final String WRITE_UNIQUE_NAMES =
      "two services have the same name: give each a name of its own, or make them one service with"
          + " two workloads";
  static final String UNIQUE_NAMES_MESSAGE =
      "[self.map(s, s.name)].map(all, all.map(n, all.indexOf(n) != all.lastIndexOf(n), n)[0])[0]"
          + " + ' is the name of two services: give each a name of its own, or make them one"
          + " service with two workloads'";

  private static final String OR_NAMES_COLLIDE = "!" + NAMES_ARE_UNIQUE + " || ";

  /** A map of names, made once: looking each one up in the list is refused for its cost. */
  private static final String ALL_NAMES = "[self.transformMapEntry(i, s, {s.name: true})]";

  /**
   * Asked first: rules are evaluated whenever a status is written too, and these two took a quarter
   * of the time that the API server needs for the status of 250 services.
   */
  private static final String NO_AFTER = "!self.exists(s, has(s.after)) || ";

  private static final String NO_DIGEST_FROM = "!self.exists(s, has(s.digestFrom)) || ";

  static final String AFTER_IS_KNOWN =
      NO_AFTER
          + OR_NAMES_COLLIDE
          + ALL_NAMES
          + ".all(names, self.all(s, !has(s.after) || s.after.all(a, a in names)))";
  static final String WRITE_KNOWN_AFTER =
      "after names a service that this record does not have: write the name of one that is listed"
          + " here, or take it out";
  private static final String WITH_UNKNOWN_AFTER =
      "self.map(s, has(s.after) && !s.after.all(a, a in names), ";
  static final String KNOWN_AFTER_MESSAGE =
      ALL_NAMES
          + ".map(names, "
          + WITH_UNKNOWN_AFTER
          + "s.name)[0] + ' is after ' + "
          + WITH_UNKNOWN_AFTER
          + "s.after)[0].map(a, !(a in names), a)[0]"
          + " + ', which this record does not have: write the name of a service that is listed"
          + " here, or take it out')[0]";

  private static final String NAMES_WITH_OWN_DIGEST =
      "[self.transformMapEntry(i, s, !has(s.digestFrom), {s.name: true})]";

  static final String DIGEST_FROM_IS_KNOWN =
      NO_DIGEST_FROM
          + OR_NAMES_COLLIDE
          + NAMES_WITH_OWN_DIGEST
          + ".all(names, self.all(s, !has(s.digestFrom) || s.digestFrom in names))";
  static final String WRITE_KNOWN_DIGEST_FROM =
      "digestFrom must name another service of this record that has no digestFrom itself";
  static final String KNOWN_DIGEST_FROM_MESSAGE =
      NAMES_WITH_OWN_DIGEST
          + ".map(names, self.map(s, has(s.digestFrom) && !(s.digestFrom in names),"
          + " s.name + ' takes its digest from ' + s.digestFrom))[0][0]"
          + " + ': write the name of another service of this record, one without digestFrom'";

  static final String IMAGES_ARE_KNOWN =
      "has(self.imagePrefix) || self.services.all(s, has(s.image) || has(s.digestFrom))";
  static final String WRITE_IMAGE =
      "a service has neither image nor digestFrom: write its image, or an imagePrefix for all"
          + " services";
  static final String IMAGE_MESSAGE =
      "self.services.map(s, !has(s.image) && !has(s.digestFrom), s.name)[0]"
          + " + ' has neither image nor digestFrom: write its image, or an imagePrefix for all"
          + " services'";

  private Rules() {}
}
