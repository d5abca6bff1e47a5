package dev.releaserecord.api;

/** The shapes that the value of a Secret key can be held to. */
public enum SecretFormat {
  /** A decimal port from 1 to 65535. */
  Port,
  /** An absolute URL with a scheme and a host. */
  URL,
  /** A DNS name or an IP address, without scheme and port. */
  Hostname,
  /** Hexadecimal digits, an even number of them. */
  Hex,
  /** Only characters that need no escaping in a URL. */
  URLSafe,
  /** Standard Base64 with padding. */
  Base64,
  /** A decimal integer, with or without a sign. */
  Integer,
  /** {@code true} or {@code false}. */
  Boolean
}
